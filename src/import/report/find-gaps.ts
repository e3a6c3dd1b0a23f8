import { IMPORTED_KINDS, type ImportCounts, type SkipCount } from './tally.ts';

interface Gap {
  readonly kind: string;
  readonly gap: number;
}

/** By how much what was found in the files differs from what was taken, was there, or was skipped. Nothing, once all was read. */
export function findGaps({ read, taken, present, skipped }: ImportCounts): Gap[] {
  return IMPORTED_KINDS.map((kind) => ({
    kind,
    gap: read[kind] - taken[kind] - present[kind] - countSkipped(skipped, kind),
  })).filter(({ gap }) => gap !== 0);
}

export function countSkipped(skipped: readonly SkipCount[], wanted: string): number {
  return skipped.filter(({ kind }) => kind === wanted).reduce((sum, { count }) => sum + count, 0);
}
