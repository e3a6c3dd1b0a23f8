import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import { dropOldEvents } from '../../data/log/log-retention.ts';

/** Drops events that are older than the log keeps, in the background. */
export interface Retention {
  /** Stops between two steps, and waits for the current one. */
  close(): Promise<void>;
}

export interface RetentionOptions {
  readonly pool: Pool;
  /** How many days an event is kept after it is written; 0: for ever. */
  readonly days: number;
  readonly now: () => Date;
  /** From 0 to 1, so that instances that start together do not work together. */
  readonly random: () => number;
  readonly onDropped: (count: number) => void;
  readonly onError: (error: unknown) => void;
  /** The longest wait between two rounds: an hour. */
  readonly every?: number;
  /** Events a step: 1,000. */
  readonly step?: number;
  /** Between two steps: 100 milliseconds in which requests have the database. */
  readonly pause?: number;
}

const DAY = 86_400_000; // milliseconds
const HOUR = 3_600_000; // milliseconds

export function startRetention(options: RetentionOptions): Retention {
  const closing = new AbortController();
  const running = options.days === 0 ? Promise.resolve() : forgetOn(options, closing.signal);
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

async function forgetOn(options: RetentionOptions, signal: AbortSignal): Promise<void> {
  const { every = HOUR, random, onDropped, onError } = options;
  // Soon after the start the first time: an instance that is replaced every half an hour would never do it.
  let delay = (every / 60) * random();
  while (await wait(delay, signal)) {
    delay = every * (0.5 + random() / 2);
    try {
      const count = await forget(options, signal);
      if (count > 0) onDropped(count);
    } catch (error) {
      onError(error);
    }
  }
}

/** Works in small steps, each a transaction of its own. Where another instance is at work, this one leaves it to that. */
async function forget(
  { pool, days, now, step = 1_000, pause = 100 }: RetentionOptions,
  signal: AbortSignal,
): Promise<number> {
  const before = new Date(now().getTime() - days * DAY);
  let count = 0;
  do {
    const drop = await dropOldEvents(pool, { before, limit: step });
    count += drop?.dropped ?? 0;
    if (drop?.isMore !== true) break;
  } while (await wait(pause, signal));
  return count;
}

/** @returns false when the signal ended the wait. */
async function wait(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return await setTimeout(milliseconds, true, { ref: false, signal }).catch(() => false);
}
