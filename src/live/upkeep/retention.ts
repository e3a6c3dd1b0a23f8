// Drops events that are older than the log keeps, in the background.
import type { Pool } from 'pg';
import { dropOldEvents } from '../../data/log/log-retention.ts';
import { repeat, wait } from './repeat.ts';
import type { Repeated } from './repeat.ts';

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

export function startRetention(options: RetentionOptions): Repeated {
  const { days, every = HOUR, random, onDropped, onError } = options;
  if (days === 0) return { close: async () => {} };

  return repeat(
    async (signal) => {
      const count = await forget(options, signal);
      if (count > 0) onDropped(count);
    },
    { every, random, onError },
  );
}

/** In small steps, each a transaction of its own. Where another instance works on it, this one leaves it to that. */
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
