import { htmlToText } from '../html/html-to-markdown.ts';
import type { PreparedExport, PreparedPost, ReadStep } from '../prepared.ts';
import type { Tally } from '../tally.ts';
import { convertAuthor } from './convert/convert-author.ts';
import { convertPost } from './convert/convert-post.ts';
import { parsePost } from './read/parse-post.ts';
import { readExport } from './read/read-export.ts';
import { readSite, type Site } from './read/read-site.ts';
import { findItemFault } from './read/skip-reasons.ts';

/**
 * A WordPress export (WXR), checked to its end and ready to be imported.
 *
 * @throws {ImportError} with the line.
 */
export async function prepareWordPress(file: string, onStep: (step: ReadStep) => void): Promise<PreparedExport> {
  const site = await readSite(file, onStep);
  const { address, silentAuthors } = site;
  return {
    title: htmlToText(site.title) || address,
    address,
    // A site that moved to https is the same site.
    source: `wordpress:${address.replace(/^http:/, 'https:')}`,
    authors: site.writers.map(convertAuthor),
    silentAuthors,
    readPosts: (options) => readPosts(file, { site, ...options }),
  };
}

async function* readPosts(
  file: string,
  { site, tally, onStep }: { readonly site: Site; readonly tally: Tally; readonly onStep: (step: ReadStep) => void },
): AsyncGenerator<PreparedPost> {
  const ids = new Set<string>();
  for await (const node of readExport(file, onStep)) {
    if (node.name !== 'item') continue;
    const fault = findItemFault(node);
    if (fault !== null) {
      tally.skip(fault.kind, fault.reason);
      tally.skip(
        'comments',
        'on skipped posts and pages',
        node.children.filter(({ name }) => name === 'wp:comment').length,
      );
      continue;
    }
    const post = parsePost(node);
    if (ids.has(post.id)) tally.skip('posts', 'duplicates in the file');
    else yield convertPost(post, { site, tally });
    ids.add(post.id);
  }
}
