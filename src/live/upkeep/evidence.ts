// Erases texts that are no longer shown and have been kept as evidence for long enough, in the background.
import type { Pool } from 'pg';
import { eraseEvidence } from '../../data/administered/versions.ts';
import { repeat, wait } from './repeat.ts';
import type { Repeated } from './repeat.ts';

interface EvidenceOptions {
  readonly pool: Pool;
  /** How many days a text is kept after it was hidden, withdrawn, turned down or replaced. */
  readonly days: number;
  readonly now: () => Date;
  /** From 0 to 1, so that instances that start together do not work together. */
  readonly random: () => number;
  readonly onErased: (count: number) => void;
  readonly onError: (error: unknown) => void;
  /** The longest wait between two rounds: an hour. */
  readonly every?: number;
  /** Texts of each kind a step: 100. */
  readonly step?: number;
  /** Between two steps: 100 milliseconds in which requests have the database. */
  readonly pause?: number;
}

const DAY = 86_400_000; // milliseconds
const HOUR = 3_600_000; // milliseconds

export function startErasingEvidence(options: EvidenceOptions): Repeated {
  const { every = HOUR, random, onErased, onError } = options;
  return repeat(
    async (signal) => {
      const count = await erase(options, signal);
      if (count > 0) onErased(count);
    },
    { every, random, onError },
  );
}

/** In small steps, each a statement. What another instance works on is left to that. */
async function erase(
  { pool, days, now, step = 100, pause = 100 }: EvidenceOptions,
  signal: AbortSignal,
): Promise<number> {
  const before = new Date(now().getTime() - days * DAY);
  let count = 0;
  do {
    const erased = await eraseEvidence(pool, { before, limit: step });
    count += erased;
    if (erased === 0) break;
  } while (await wait(pause, signal));
  return count;
}
