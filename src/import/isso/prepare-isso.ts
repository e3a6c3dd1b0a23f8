import { readJsonRecords } from '../file/json-records.ts';
import { readList } from '../file/read-list.ts';
import { readText } from '../file/read-text.ts';
import { readFields } from '../fields/read-fields.ts';
import { ImportError } from '../import-error.ts';
import type { PreparedExport, PrepareOptions } from '../prepared.ts';
import { preparePages, type ReadContext } from '../pages/prepare-pages.ts';
import { readThread } from './read-thread.ts';

/**
 * Comments of Isso, in the generic form that its own import reads (0.12 and later): a list of threads with their comments. Where
 * the objects have more columns of Isso's database (`parent`, `modified`, `mode`, `likes`), they are read as well.
 */
export async function prepareIsso(files: readonly string[], options: PrepareOptions): Promise<PreparedExport> {
  const format = { title: 'Isso comments', source: () => 'isso:isso', read: readFile };
  return await preparePages(files, { format, options });
}

async function readFile(path: string, { collector, file, site, onStep }: ReadContext): Promise<void> {
  const { tally } = collector;
  for await (const record of readJsonRecords(readText(path, onStep), { list: '', onFault: tally.mend })) {
    const { line } = record;
    const found = readList(record, 'comments');
    if (found === null) {
      tally.see('posts');
      tally.refuse('posts', 'that are no JSON objects', { line });
      continue;
    }
    if (found.items !== null) tally.mend({ line, message: 'threads that are no JSON, read comment by comment' });
    const thread = readFields(found.object, { line, onFault: tally.mend });
    if (site === null && thread.text('id').startsWith('/')) {
      throw new ImportError(
        'the pages are named by their paths: say of which site they are, with --site ADDRESS',
        line,
      );
    }
    readThread(thread, { collector, file, line, site, comments: found.items });
  }
}
