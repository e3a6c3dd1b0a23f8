import { setTimeout as pause } from 'node:timers/promises';
import { createComment } from '../../domain/create-comment.ts';
import { findPost } from '../../domain/post.ts';
import type { Services } from '../../domain/service-session.ts';
import { listComments } from '../../domain/thread.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { BUS_REMARKS } from './content/bus-remarks.ts';
import { MODEL_POST } from './demo-content.ts';
import { createDemoSession } from './demo-session.ts';
import { chooseRemark } from './choose-remark.ts';

/** Writes from one start to the next; then the discussion has been shown to move. */
const MOST = 300;
/** Nothing is added to a discussion of this many places. */
const MOST_PLACES = 600;
/** After so many comments the pauses are twice as long, after twice as many three times. */
const SLOWER_EVERY = 40;
/** Of how many of the newest comments one is answered. */
const NEWEST = 12;

export interface DemoCommenterOptions {
  /** From 0 to below 1, as `Math.random`. */
  readonly random: () => number;
  readonly now: () => Date;
  /** Hears what failed; the next remark is tried all the same. */
  readonly onError: (error: unknown) => void;
  /** The first pauses, on average, in milliseconds; 12 seconds by default. */
  readonly averagePause?: number;
  /** How many comments are written at most; 300 by default. */
  readonly most?: number;
}

/** The demo's regulars, who go on talking while somebody watches. */
export interface DemoCommenter {
  /** Resolves when nothing more will be written. */
  stop(): Promise<void>;
}

export function startDemoCommenter(services: Services, options: DemoCommenterOptions): DemoCommenter {
  const stopped = new AbortController();
  const talk = talkInDemo(services, { ...options, signal: stopped.signal });
  return {
    async stop() {
      stopped.abort();
      await talk;
    },
  };
}

type Talking = DemoCommenterOptions & { readonly signal: AbortSignal };

/** Answers one of the newest comments of the model discussion now and then, ever more slowly, until enough is said. */
export async function talkInDemo(
  services: Services,
  { random, now, onError, averagePause = 12_000, most = MOST, signal }: Talking,
): Promise<void> {
  const said: string[] = [];
  for (let count = 0; count < most; count += 1) {
    const length = averagePause * (1 + count / SLOWER_EVERY) * (0.5 + random());
    // Without a hold on the process: it may end while nothing is said.
    await pause(length, null, { signal, ref: false }).catch(() => null);
    if (signal.aborted) return;

    await sayOne(services, { random, now, said }).catch(onError);
  }
}

async function sayOne(
  services: Services,
  { random, now, said }: { random: () => number; now: () => Date; said: string[] },
): Promise<void> {
  const reader = createDemoSession(services, { by: { guest: null }, at: now() });
  const post = await findPost(reader, { slug: MODEL_POST.slug });
  if (post === null || !post.discussion.isOpen || post.discussion.lastNumber >= MOST_PLACES) return;

  const { edges } = await listComments(reader, { post, order: 'TIME', last: NEWEST });
  const chosen = chooseRemark(
    edges.map(({ node }) => node),
    { remarks: BUS_REMARKS, said, random },
  );
  if (chosen === null) return;

  const { to, remark } = chosen;
  await createComment(createDemoSession(services, { by: remark.by, at: now() }), {
    postId: encodeGlobalId('Post', post.id),
    parentId: encodeGlobalId('Comment', to.id),
    guestName: typeof remark.by === 'string' ? null : remark.by.guest,
    body: remark.body,
  });
  said.push(remark.body);
}
