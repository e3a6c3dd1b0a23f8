import { parseJson } from '../file/json-records.ts';
import { readText } from '../file/read-text.ts';
import { readLines } from '../file/text-lines.ts';
import { isObject, readFields } from '../fields/read-fields.ts';
import type { PreparedExport, PrepareOptions } from '../prepared.ts';
import { preparePages, type ReadContext } from '../pages/prepare-pages.ts';
import { readComment } from './read-comment.ts';
import { createMeta, readMeta } from './read-meta.ts';

/**
 * A backup of Remark42 (version 1, as 1.6 to 1.14 write it): a line of JSON about people and pages, then one for each comment. Its
 * ids are random, or those of an account elsewhere, and so those of all sites.
 */
export async function prepareRemark42(files: readonly string[], options: PrepareOptions): Promise<PreparedExport> {
  const format = { title: 'Remark42 backup', source: () => 'remark42:remark42', read: readFile };
  return await preparePages(files, { format, options });
}

async function readFile(path: string, { collector, file, site, onStep }: ReadContext): Promise<void> {
  const { tally } = collector;
  const meta = createMeta();
  for await (const { line, text } of readLines(readText(path, onStep))) {
    const value = parseJson(text.trim());
    if (!isObject(value)) {
      tally.see('comments');
      tally.refuse('comments', 'that are no JSON objects', { line });
      continue;
    }
    const fields = readFields(value, { line, onFault: tally.mend });
    if (isMeta(value)) readMeta(fields, { meta, collector, line });
    else readComment(fields, { collector, file, line, site, meta });
  }
  // Pages on which nobody has written.
  for (const [url, line] of meta.closed) {
    const page = { line, address: url, title: '', isOpen: false, publishedAt: null, skip: null };
    if (!meta.commented.has(url)) collector.addPage(`closed ${url}`, page);
  }
}

function isMeta(value: object): boolean {
  return ('users' in value || 'posts' in value || 'version' in value) && !('locator' in value || 'text' in value);
}
