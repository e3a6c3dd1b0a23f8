import { parseUrl } from '../../text/address/parse-url.ts';
import { readCsvRecords } from '../file/csv-records.ts';
import { readText } from '../file/read-text.ts';
import { ImportError } from '../import-error.ts';
import type { PreparedExport, PrepareOptions } from '../prepared.ts';
import { preparePages, type ReadContext } from '../pages/prepare-pages.ts';
import { nameSource } from '../source.ts';
import { findTable, toRow, type Table } from './tables.ts';
import { readComment, readStory, readUser } from './read-rows.ts';

/**
 * Comments of Coral in CSV: the users, stories and comments that coral-importer 0.5 describes, each in a file of its own. Coral has no
 * export; its partners write these.
 */
export async function prepareCoral(files: readonly string[], options: PrepareOptions): Promise<PreparedExport> {
  const source = (address: string) => (parseUrl(address) === null ? 'coral:unknown' : nameSource('coral', address));
  return await preparePages(files, { format: { title: 'Coral tables', source, read: readFile }, options });
}

async function readFile(path: string, { collector, file, onStep }: ReadContext): Promise<void> {
  const { tally } = collector;
  let table: Table | null = null;
  for await (const { line, cells, isMended } of readCsvRecords(readText(path, onStep))) {
    if (table === null) {
      const found = findTable(path, cells ?? []);
      if (found === null) {
        throw new ImportError(
          'not a table of Coral: neither the name nor the columns are those of users, stories or comments',
          line,
        );
      }
      ({ table } = found);
      if (found.isHeading) continue;
    }
    const { kind } = table;
    if (cells === null) {
      const lost = ({ users: 'authors', stories: 'posts', comments: 'comments' } as const)[kind];
      tally.see(lost);
      tally.refuse(lost, 'with a quotation mark that has no end', { line });
      continue;
    }
    if (isMended) tally.mend({ line, message: 'quotation marks within a quoted cell, written once instead of twice' });
    const fields = toRow(cells, { table, line, tally });
    if (kind === 'users') readUser(fields, { collector, line });
    else if (kind === 'stories') readStory(fields, { collector, line });
    else readComment(fields, { collector, line, file });
  }
}
