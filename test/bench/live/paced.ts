import { setTimeout } from 'node:timers/promises';
import { now } from '../shared/clock.ts';
import type { Stage } from './stage.ts';

const EVERY = 1_000; // 1 second

/** How long the author of each comment waited, at one comment per second, and the statements that it cost. */
export interface Answers {
  /** From the request to its answer, milliseconds. */
  readonly answerMillis: readonly number[];
  /** SQL statements from one comment to the next, on the servers that deliver. */
  readonly statements: readonly number[];
  readonly sentAt: readonly number[];
}

export interface Paced extends Answers {
  /** From the request to the last subscriber's message, milliseconds. */
  readonly lastDeliveryMillis: readonly number[];
}

/** Writes one comment per second, without waiting for deliveries, and then waits until all are delivered. */
export async function paced(stage: Stage, events: number): Promise<Paced> {
  const taken = stage.takeEvents(events);
  const { arrived } = await stage.followers.expect(taken);
  const answers = await writeSlowly(stage, taken);
  const { lastAt } = await arrived(stage.effort.patienceMs);
  return { ...answers, lastDeliveryMillis: lastAt.map((at, event) => at - (answers.sentAt[event] ?? 0)) };
}

/** The same without subscribers. */
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
    write.catch(() => undefined); // reported below
    writes.push(write);
    await setTimeout(EVERY - (now() - sent));
    // A busy server answers late and so lowers the rate.
    counts.push(await countStatements());
  }
  const answerMillis = await Promise.all(writes);
  return { answerMillis, sentAt, statements: counts.slice(1).map((count, at) => count - (counts[at] ?? 0)) };

  async function countStatements(): Promise<number> {
    const usages = await Promise.all(running.servers.map((server) => server.ask('usage', null)));
    return usages.reduce((sum, { statements }) => sum + statements, 0);
  }
}
