import { readText } from '../file/read-text.ts';
import type { PreparedExport, PrepareOptions } from '../prepared.ts';
import { preparePages, type ReadContext } from '../pages/prepare-pages.ts';
import { readTree } from '../xml/read-tree.ts';
import { readComment } from './read-comment.ts';
import { readThread } from './read-thread.ts';
import { DISQUS } from './shape.ts';

/**
 * An export of Disqus (XML), read in the form of its schema of 2012, which it has had since: threads, and posts that name their
 * thread. Ids and user names are those of all of Disqus, whatever the site.
 */
export async function prepareDisqus(files: readonly string[], options: PrepareOptions): Promise<PreparedExport> {
  const format = { title: 'Disqus export', source: () => 'disqus:disqus.com', read: readFile };
  return await preparePages(files, { format, options });
}

async function readFile(path: string, { collector, file, onStep }: ReadContext): Promise<void> {
  const text = readText(path, onStep);
  for await (const node of readTree(text, { shape: DISQUS, onFault: collector.tally.mend })) {
    if (node.name === 'thread') readThread(node, collector);
    else readComment(node, { collector, file });
  }
}
