import type { ImportReport } from '../import-files.ts';
import { formatTable } from './format-table.ts';
import { countSkipped, findGaps } from './find-gaps.ts';
import { IMPORTED_KINDS, type ImportCounts, type SkipCount } from './tally.ts';

const KINDS = [...IMPORTED_KINDS, 'items'] as const;

/** The closing report of an import, for a person. */
export function formatReport(report: ImportReport): string {
  const { title, address, isDryRun, isComplete, skipped, notes } = report;
  return [
    `${title} (${address})`,
    ...(isDryRun ? ['A dry run: nothing was written.'] : []),
    ...(isComplete
      ? []
      : [
          'Stopped before the end of the file. Every post that was written is complete; run the import again to continue.',
        ]),
    '',
    ...formatTable([
      ['', 'in the file', isDryRun ? 'to import' : 'imported', 'already there', 'skipped'],
      ...formatRows(report),
    ]),
    ...formatSection(
      'Skipped',
      skipped
        .toSorted(bySkipped)
        .map(({ kind, reason, ...found }) => ({ ...found, text: kind === 'items' ? reason : `${kind}: ${reason}` })),
    ),
    ...formatSection(
      'Imported with changes',
      notes.map(({ note, ...found }) => ({ ...found, text: note })),
    ),
    ...(isComplete ? formatGaps(report) : []),
  ].join('\n');
}

/** What the counts do not account for. Anything here is a fault of ours: nothing is lost in silence. */
function formatGaps(counts: ImportCounts): string[] {
  const gaps = findGaps(counts);
  if (gaps.length === 0) return [];
  return ['', `NOT ACCOUNTED FOR: ${gaps.map(({ kind, gap }) => `${gap} ${kind}`).join(', ')}. Please report this.`];
}

function formatRows({ read, taken, present, skipped }: ImportCounts): string[][] {
  return KINDS.flatMap((kind) => {
    const left = countSkipped(skipped, kind);
    if (kind === 'items') return left === 0 ? [] : [['other items', '', '', '', write(left)]];
    return [[kind, write(read[kind]), write(taken[kind]), write(present[kind]), write(left)]];
  });
}

interface Line {
  readonly count: number;
  readonly text: string;
  readonly examples: readonly string[];
}

function formatSection(heading: string, lines: readonly Line[]): string[] {
  if (lines.length === 0) return [];
  const width = Math.max(...lines.map(({ count }) => write(count).length));
  return [
    '',
    heading,
    ...lines.map(({ count, text, examples }) => {
      const shown = examples.length === 0 ? '' : ` (${examples.join('; ')}${examples.length < count ? ' …' : ''})`;
      return `  ${write(count).padStart(width)}  ${text}${shown}`;
    }),
  ];
}

function bySkipped(a: SkipCount, b: SkipCount): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.count - a.count || (a.reason < b.reason ? -1 : 1);
}

function write(count: number): string {
  return count.toLocaleString('en');
}
