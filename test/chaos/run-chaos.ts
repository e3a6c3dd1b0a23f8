import { createClient, createVoice } from '../../src/sdk/index.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { encodeCursor } from '../../src/relay/cursor.ts';
import { disturb, type Fault } from './faults.ts';
import { countMissing, judgeDeliveries } from './judge.ts';
import { createRandom } from './random.ts';
import { readRecord } from './read-record.ts';
import type { Report } from './report.ts';
import { openStage, SECRET, startUntilUp, type Contestant, type Stage } from './stage.ts';
import { openFollowers } from './subscribers.ts';
import { aWriter, noneAcknowledged, writeAll, writeOne } from './writers.ts';

// Milliseconds for the streams to catch up after the last fault. Without a log they never do.
const SETTLE = { service: 60_000, plain: 5_000 };

// Whatever was started is ended in any case.
const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'uncaughtException'];

export interface ChaosOptions {
  readonly contestant?: Contestant;
  readonly subscribers: number;
  readonly events: number;
  readonly writers: number;
  /** Whether half of the comments are held, approved and flagged, and as many turned down; with this many moderators who follow. */
  readonly moderators?: number;
  readonly instances: number;
  /** The same seed draws the same faults and times; the timing of the machine still differs. */
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** How often each fault is caused. */
  readonly rounds: number;
  /** About how many milliseconds the writing takes. */
  readonly lasting: number;
  /** The most milliseconds that the whole run may take. */
  readonly within: number;
  /** Reports progress. */
  readonly say?: (text: string) => void;
}

/** Writes to a service and follows it while everything around it fails. @returns what was lost, if anything. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const ends: (() => void | Promise<void>)[] = [];
  const interrupted = new AbortController();
  const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(options.within)]);
  const overdue = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(diary.join('\n'), { cause: signal.reason })));
  });
  overdue.catch(() => undefined);
  const onEnd = (end: () => void | Promise<void>) => void ends.push(end);
  const startedAt = performance.now();
  const diary: string[] = [];
  const say = (text: string) => {
    diary.push(`${((performance.now() - startedAt) / 1_000).toFixed(1)} s: ${text}`);
    options.say?.(diary.at(-1) ?? '');
  };
  const interrupt = (reason: unknown) => interrupted.abort(reason);
  for (const event of INTERRUPTIONS) process.once(event, interrupt);

  try {
    return await Promise.race([play(options, { signal, onEnd, say }), overdue]);
  } catch (error) {
    throw new Error(`The run with the seed ${options.seed} failed.`, { cause: error });
  } finally {
    for (const event of INTERRUPTIONS) process.off(event, interrupt);
    interrupted.abort();
    for (const end of ends.reverse()) await end();
  }
}

/** The beginning of the log of the queue. */
const QUEUE_START = encodeCursor('QUEUE', { scope: 'LOG', key: [0] });

interface Run {
  readonly signal: AbortSignal;
  readonly onEnd: (end: () => void | Promise<void>) => void;
  readonly say: (text: string) => void;
}

async function play(options: ChaosOptions, { signal, onEnd, say }: Run): Promise<Report> {
  const { contestant = 'service', subscribers, events, writers, moderators = 0, instances, seed, lasting } = options;
  const startedAt = performance.now();
  const random = createRandom(seed);
  const stage = await openStage({ contestant, instances, random, signal, onEnd });
  const { url } = stage;
  say('the instances answer');
  const post = await aPost(url);
  const followers = openFollowers(subscribers, { url, ...post });
  onEnd(followers.close);
  const token = await signToken({ subject: 'moderator', role: 'MODERATOR' }, { secret: SECRET, expiresIn: 3_600 });
  const queue = openFollowers(moderators, { url, postId: post.postId, after: QUEUE_START, token });
  onEnd(queue.close);
  await Promise.all([followers.untilLive(), queue.untilLive()]);
  say('all subscribers are live');

  const acknowledged = noneAcknowledged();
  const moderator = moderators === 0 ? null : aWriter(url, token);
  const writing = { url, postId: post.postId, random, signal, moderator };
  const load = { writers, comments: events - 1, lasting, acknowledged };
  const untilWritten = async (part: number) => await acknowledged.untilThereAre(part * load.comments);
  const [counts] = await Promise.all([
    disturb(stage, { ...options, random, signal, untilWritten, say }),
    writeAll(load, writing),
  ]);
  say('all comments but one are written');
  const fallen = await raise(stage, signal);

  // One more without faults: a subscriber that has it will get nothing more.
  const last = aWriter(url);
  await writeOne(last, { ...writing, parentId: null, acknowledged });
  say('the last comment is written, and everything is up');
  const isSettled = await followers.untilAllHave(Math.max(...acknowledged.numbers.values()), SETTLE[contestant]);
  const { comments, queue: queueLog, differences } = await readRecord(stage.databaseUrl, contestant);
  const isQueueSettled = await queue.untilAllHave(queueLog.at(-1) ?? 0, moderators === 0 ? 0 : SETTLE[contestant]);
  followers.close();
  queue.close();
  say('the streams are read');

  const numbers = comments.map(({ number }) => number);
  return {
    seed,
    ...judgeDeliveries(followers.heard, numbers),
    queue: judgeDeliveries(queue.heard, queueLog),
    missing: countMissing(acknowledged.numbers, comments),
    unasked: comments.length - events,
    differences: differences.length,
    fallen,
    isSettled: isSettled && isQueueSettled,
    ended: [...followers.heard, ...queue.heard].flatMap(({ way, ended }) =>
      ended === null ? [] : [`${way}: ${ended}`],
    ),
    faults: Object.fromEntries(counts),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  };
}

/** A fault starts the instance that it killed again, so one that is down now has ended by itself. */
async function raise({ instances }: Stage, signal: AbortSignal): Promise<number> {
  const fallen = instances.filter((instance) => !instance.isRunning());
  await Promise.all(fallen.map(async (instance) => await startUntilUp(instance, signal)));
  return fallen.length;
}

async function aPost(url: string): Promise<{ postId: string; after: string }> {
  const token = await signToken({ subject: 'chaos', role: 'AUTHOR' }, { secret: SECRET, expiresIn: 600 });
  const author = createClient({ url, token, voice: createVoice(), transport: 'sse' });
  const { createPost } = await author.createPost({ input: { title: 'Chaos', body: 'All fails.', publish: true } });
  if (createPost?.__typename !== 'CreatePostPayload') throw new Error(JSON.stringify(createPost));
  const postId = createPost.post.id;
  const { post } = await author.postCursor({ postId });
  if (post === null) throw new Error('Expected the post that was just written.');
  return { postId, after: post.cursor };
}
