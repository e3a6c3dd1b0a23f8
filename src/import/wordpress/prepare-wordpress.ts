import { htmlToText } from '../html/html-to-markdown.ts';
import type { PreparedExport, PreparedPost, PrepareOptions } from '../prepared.ts';
import { nameSource } from '../source.ts';
import { findChildren, ownCopy, type XmlNode } from '../xml/xml-node.ts';
import { convertAuthor } from './convert/convert-author.ts';
import { convertPost } from './convert/convert-post.ts';
import { convertTags } from './convert/convert-tags.ts';
import { parsePost, parseTerms } from './read/parse-post.ts';
import { readExport } from './read/read-export.ts';
import { readSite, type Site } from './read/read-site.ts';
import { findItemFault } from './read/skip-reasons.ts';

/**
 * WordPress exports (WXR) of one site, read to their ends and ready to be imported.
 *
 * @throws {ImportError} with the line.
 */
export async function prepareWordPress(files: readonly string[], options: PrepareOptions): Promise<PreparedExport> {
  const site = await readSite(files, options);
  const { address, silentAuthors, signs, firstFault, warnings } = site;
  return {
    title: htmlToText(site.title) || address,
    address,
    source: nameSource('wordpress', options.site ?? address),
    authors: site.writers.map(convertAuthor),
    ...{ silentAuthors, signs, firstFault, warnings },
    readPosts: (again) => readPosts(files, { site, ...again }),
  };
}

interface Reading extends Omit<PrepareOptions, 'site'> {
  readonly site: Site;
}

async function* readPosts(files: readonly string[], reading: Reading): AsyncGenerator<PreparedPost> {
  const { tally } = reading;
  const ids = new Set<string>();
  const tags = createTagNames();
  for (const file of files) {
    tally.file = files.length > 1 ? file : null;
    for await (const node of readExport(file, reading.onStep)) {
      if (node.name !== 'item') continue;
      const post = readPost(node, { ids, ...reading });
      if (post === null) tags.skip(node);
      else {
        tags.use(post);
        yield post;
      }
    }
  }
  tally.see('tags', tags.lost());
  tally.skip('tags', 'only on skipped posts', { count: tags.lost() });
}

/** Tells the tags that no imported post has. */
function createTagNames() {
  const [used, skipped] = [new Set<string>(), new Set<string>()];
  return {
    use: ({ tags, defaultTags }: PreparedPost): void => {
      for (const { slug } of [...tags, ...defaultTags]) used.add(ownCopy(slug));
    },
    skip(item: XmlNode): void {
      const { tags, defaultTags } = convertTags(parseTerms(item));
      for (const { slug } of [...tags, ...defaultTags]) skipped.add(ownCopy(slug));
    },
    lost: (): number => [...skipped].filter((slug) => !used.has(slug)).length,
  };
}

/** Null for an item that is not imported: it is counted, with its comments. */
function readPost(node: XmlNode, { ids, site, tally }: Reading & { readonly ids: Set<string> }): PreparedPost | null {
  const { line } = node;
  const comments = findChildren(node, 'wp:comment').length;
  tally.see('comments', comments);
  const fault = findItemFault(node);
  if (fault === null || fault.kind === 'posts') tally.see('posts');
  if (fault !== null) {
    tally.skip(fault.kind, fault.reason, { line });
    tally.skip('comments', 'on skipped posts and pages', { line, count: comments });
    return null;
  }
  const post = parsePost(node, { clock: site.clock, tally });
  if (post === null) {
    tally.skip('comments', 'on skipped posts and pages', { line, count: comments });
    return null;
  }
  if (ids.has(post.id)) {
    tally.refuse('posts', 'with the id of an earlier one', { line, example: post.id });
    tally.skip('comments', 'on posts with the id of an earlier one', { line, count: comments });
    return null;
  }
  ids.add(post.id);
  return convertPost(post, { site, tally });
}
