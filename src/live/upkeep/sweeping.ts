// Work on what has become old enough, in the background.
import type { Pool } from 'pg';
import { repeat, wait } from './repeat.ts';
import type { Repeated } from './repeat.ts';

export interface SweepingOptions {
  readonly pool: Pool;
  /** After how many days something is old. */
  readonly days: number;
  readonly now: () => Date;
  /** From 0 to 1, so that instances that start together do not work together. */
  readonly random: () => number;
  readonly onError: (error: unknown) => void;
  /** The longest wait between two rounds: an hour. */
  readonly every?: number;
  /** The most rows a step. */
  readonly step?: number;
  /** Between two steps: 100 milliseconds in which requests have the database. */
  readonly pause?: number;
}

interface Sweeping {
  /** Drops at most `limit` rows, or their texts, that are older than `before`; null where another instance does. */
  readonly sweep: (
    pool: Pool,
    rows: { readonly before: Date; readonly limit: number },
  ) => Promise<{ readonly dropped: number; readonly isMore: boolean } | null>;
  /** What a round has dropped, where that was something. */
  readonly onSwept: (count: number) => void;
  /** Rows a step, where the options say nothing. */
  readonly step: number;
}

const DAY = 86_400_000; // milliseconds
const HOUR = 3_600_000; // milliseconds

/** In small steps, each a transaction of its own. Where another instance works on it, this one leaves it to that. */
export function startSweeping(options: SweepingOptions, { sweep, onSwept, ...defaults }: Sweeping): Repeated {
  const { pool, days, now, every = HOUR, step: limit = defaults.step, pause = 100, random, onError } = options;
  return repeat(
    async (signal) => {
      const before = new Date(now().getTime() - days * DAY);
      let count = 0;
      do {
        const swept = await sweep(pool, { before, limit });
        count += swept?.dropped ?? 0;
        if (swept?.isMore !== true) break;
      } while (await wait(pause, signal));
      if (count > 0) onSwept(count);
    },
    { every, random, onError },
  );
}
