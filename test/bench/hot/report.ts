import { percentile } from '../shared/statistics.ts';
import type { Reads } from './reader-process.ts';
import type { Answer } from './write-at-once.ts';

export interface Report {
  /** The number of writers by what they were told. */
  readonly said: Readonly<Record<string, number>>;
  readonly stored: number;
  /** Told that nothing was written, and stored all the same. A writer without any answer was told nothing. */
  readonly storedAndRefused: number;
  /** Told that the comment is stored, which it is not. */
  readonly acknowledgedAndMissing: number;
  readonly writes: Times;
  readonly reads: Times & { readonly failed: number };
}

interface Times {
  readonly p50: number;
  readonly p99: number;
}

/** Compares what the writers were told with the keys of the comments that are stored. */
export function judge(
  answers: readonly Answer[],
  { storedKeys, reads }: { storedKeys: ReadonlySet<string>; reads: Reads },
): Report {
  const said: Record<string, number> = {};
  for (const answer of answers) said[answer.said] = (said[answer.said] ?? 0) + 1;
  const count = (condition: (answer: Answer) => boolean) => answers.filter(condition).length;
  return {
    said,
    stored: storedKeys.size,
    storedAndRefused: count(({ key, said: told }) => !['stored', 'no answer'].includes(told) && storedKeys.has(key)),
    acknowledgedAndMissing: count(({ key, said: told }) => told === 'stored' && !storedKeys.has(key)),
    writes: timesOf(answers.map(({ millis }) => millis)),
    reads: { ...timesOf(reads.millis), failed: reads.failed },
  };
}

const MOST_READ = 250; // milliseconds, the 99th percentile of reads of another post

export function isSound({ storedAndRefused, acknowledgedAndMissing, reads }: Report): boolean {
  return storedAndRefused === 0 && acknowledgedAndMissing === 0 && reads.failed === 0 && reads.p99 < MOST_READ;
}

export function describeReport(report: Report): string {
  const { said, stored, storedAndRefused, acknowledgedAndMissing, writes, reads } = report;
  return [
    `answers: ${Object.entries(said)
      .map(([told, count]) => `${count} ${told}`)
      .join(', ')}; p50 ${Math.round(writes.p50)} ms, p99 ${Math.round(writes.p99)} ms`,
    `stored: ${stored}`,
    `stored and refused: ${storedAndRefused}`,
    `acknowledged and missing: ${acknowledgedAndMissing}`,
    `reads of another post meanwhile: p50 ${Math.round(reads.p50)} ms, p99 ${Math.round(reads.p99)} ms, ${reads.failed} failed`,
  ].join('\n');
}

function timesOf(millis: readonly number[]): Times {
  return { p50: percentile(millis, 50), p99: percentile(millis, 99) };
}
