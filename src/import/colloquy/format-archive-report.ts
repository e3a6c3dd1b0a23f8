import { formatTable } from '../report/format-table.ts';
import type { ArchiveReport } from './import-archive.ts';
import { countSame } from './archive-tally.ts';
import type { TypeCounts } from './archive-tally.ts';

const COLUMNS: Readonly<Record<string, (counts: TypeCounts) => number>> = {
  read: ({ read }) => read,
  added: ({ added }) => added,
  changed: ({ changed }) => changed,
  kept: ({ kept }) => kept,
  deleted: ({ deleted }) => deleted,
  skipped: ({ skipped }) => skipped,
  'left out': ({ leftOut }) => leftOut,
};

/** The closing report of an import of an archive, for a person. */
export function formatArchiveReport(report: ArchiveReport): string {
  const { header, tally, isDryRun, isOld, isComplete, isWhole, hasSameVoices } = report;
  const what = header.after === null ? 'everything' : 'what changed since an earlier archive';
  // What was not come to is not the same.
  const columns = isComplete ? { ...COLUMNS, 'the same': countSame } : COLUMNS;
  const rows = [...tally.counts].filter(
    ([type, counts]) => type !== 'site' && type !== 'deletion' && Object.values(counts).some((count) => count > 0),
  );
  return [
    `Archive of ${header.madeAt}, by ${header.software}: ${what}`,
    ...(isDryRun ? ['A dry run: nothing was written.'] : []),
    ...(isOld ? ['All of it was imported before: nothing was written.'] : []),
    ...(isComplete ? [] : ['Stopped before the end; run the import again to continue.']),
    ...(isWhole ? [] : ['The archive is not whole: what it has was imported, and it cannot be followed with --after.']),
    ...(hasSameVoices
      ? []
      : [
          'VOICE_SECRET differs from that of the archive: guests cannot edit or withdraw what they wrote there, and are other guests here.',
        ]),
    '',
    ...formatTable(
      [
        ['', ...Object.keys(columns)],
        ...rows.map(([type, counts]) => [
          type,
          ...Object.values(columns).map((count) => count(counts).toLocaleString('en')),
        ]),
      ],
      '  ',
    ),
    ...(tally.reasons.size === 0
      ? []
      : ['', ...[...tally.reasons].map(([reason, count]) => `${count.toLocaleString('en')}  ${reason}`)]),
    '',
    'kept: differs from the archive, and was changed here. left out: of a log that goes on here.',
  ].join('\n');
}
