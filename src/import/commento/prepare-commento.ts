import { readJsonRecords } from '../file/json-records.ts';
import { readText } from '../file/read-text.ts';
import { isObject, readFields } from '../fields/read-fields.ts';
import type { PreparedExport, PrepareOptions } from '../prepared.ts';
import { preparePages, type ReadContext } from '../pages/prepare-pages.ts';
import { readComment } from './read-comment.ts';
import { readCommenter } from './read-commenter.ts';

/**
 * An export of Commento (JSON, version 1: an object with the lists `comments` and `commenters`). Its ids are random, and so those of
 * all sites.
 */
export async function prepareCommento(files: readonly string[], options: PrepareOptions): Promise<PreparedExport> {
  const format = { title: 'Commento export', source: () => 'commento:commento', read: readFile };
  return await preparePages(files, { format, options });
}

async function readFile(path: string, { collector, file, site, onStep }: ReadContext): Promise<void> {
  const { tally } = collector;
  for await (const { list, line, value } of readJsonRecords(readText(path, onStep), {
    ...{ list: 'comments', onFault: tally.mend },
  })) {
    const fields = isObject(value) ? readFields(value, { line, onFault: tally.mend }) : null;
    if (list === 'commenters') readCommenter(fields, { collector, line });
    else if (list === 'comments') readComment(fields, { collector, file, line, site });
    else tally.skip('items', 'in lists other than comments and commenters', { line });
  }
}
