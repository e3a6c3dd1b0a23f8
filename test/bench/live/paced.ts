import { setTimeout } from 'node:timers/promises';
import { now } from './clock.ts';
import type { Stage } from './stage.ts';

const EVERY = 1_000; // 1 second

/** What the author of each of some comments, written at one a second, has waited for, and what it asked of the database. */
export interface Answers {
  /** From the request to its answer, milliseconds. */
  readonly answerMillis: readonly number[];
  /** Statements from one comment to the next, on the servers that deliver. */
  readonly statements: readonly number[];
  readonly sentAt: readonly number[];
}

export interface Paced extends Answers {
  /** From the request to the last subscriber's message, milliseconds. */
  readonly lastDeliveryMillis: readonly number[];
}

/** One comment a second, whether or not the one before has been delivered; waits until all have. */
export async function paced(stage: Stage, events: number): Promise<Paced> {
  const taken = stage.takeEvents(events);
  const { arrived } = await stage.followers.expect(taken);
  const answers = await writeSlowly(stage, taken);
  const { lastAt } = await arrived(stage.effort.patienceMs);
  return { ...answers, lastDeliveryMillis: lastAt.map((at, event) => at - (answers.sentAt[event] ?? 0)) };
}

/** The same where nobody follows. */
export async function quiet(stage: Stage, events: number): Promise<Answers> {
  return await writeSlowly(stage, stage.takeEvents(events));
}

async function writeSlowly(
  { running }: Stage,
  { from, posts }: { from: number; posts: readonly number[] },
): Promise<Answers> {
  const counts: number[] = [await countStatements()];
  const sentAt: number[] = [];
  const writes: Promise<number>[] = [];
  for (const [at, post] of posts.entries()) {
    const sent = now();
    sentAt.push(sent);
    const write = running.writer.write(from + at, running.postIds[post] ?? '').then(() => now() - sent);
    write.catch(() => undefined); // told below
    writes.push(write);
    await setTimeout(EVERY - (now() - sent));
    // A server that is busy answers late; then the pace is what it allows.
    counts.push(await countStatements());
  }
  const answerMillis = await Promise.all(writes);
  return { answerMillis, sentAt, statements: counts.slice(1).map((count, at) => count - (counts[at] ?? 0)) };

  async function countStatements(): Promise<number> {
    const usages = await Promise.all(running.servers.map((server) => server.ask('usage', null)));
    return usages.reduce((sum, { statements }) => sum + statements, 0);
  }
}
