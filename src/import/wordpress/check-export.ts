import { decideComment } from './read/decide-comment.ts';
import { decideItem } from './read/decide-item.ts';
import { readChild } from './read/export-node.ts';
import type { ExportedAuthor, ExportedPost } from './read/exported.ts';
import { indexAuthors, type AuthorIndex } from './read/find-author.ts';
import { htmlToText } from '../html/html-to-markdown.ts';
import { ImportError } from '../import-error.ts';
import { createMediaLibrary, type MediaLibrary } from './read/media-library.ts';
import { ownCopy } from './read/own-copy.ts';
import { parseAuthor } from './read/parse-author.ts';
import { parsePost } from './read/parse-post.ts';
import { readExport } from './read/read-export.ts';
import type { ReadStep } from './read/read-text.ts';

/** What has to be known of a whole export before its first post is written. */
export interface Manifest {
  /** The site's own name. */
  readonly title: string;
  /** The site's address, without a slash at the end. */
  readonly address: string;
  /** What stands with every row that comes from this site. */
  readonly source: string;
  /** Every author of something that is taken. */
  readonly writers: readonly ExportedAuthor[];
  /** How many authors the file lists that wrote nothing of it. */
  readonly silentAuthors: number;
  readonly authors: AuthorIndex;
  readonly media: MediaLibrary;
}

/**
 * Reads a whole export and checks what an import relies on, so that a fault in its last line is found before anything
 * is written.
 *
 * @throws {ImportError} with the line.
 */
export async function checkExport(file: string, onStep: (step: ReadStep) => void): Promise<Manifest> {
  const site: Record<string, string> = {};
  const listed: ExportedAuthor[] = [];
  const media = createMediaLibrary();
  const logins = new Set<string>();
  const userIds = new Set<string>();

  for await (const node of readExport(file, onStep)) {
    if (node.name === 'wp:author') listed.push(parseAuthor(node));
    else if (node.name !== 'item') site[node.name] ??= ownCopy(node.text.trim());
    else if (readChild(node, 'wp:post_type').trim() === 'attachment') media.add(node);
    else if (decideItem(node) === null) collectWriters(parsePost(node), { logins, userIds });
  }

  const address = findAddress(site);
  const known = indexAuthors(listed);
  const unlisted = [...logins].filter((login) => known.byLogin(login) === null);
  const all = [
    ...listed,
    ...unlisted.map((login) => ({ id: null, login, displayName: login || (site['title'] ?? '') })),
  ];
  const authors = indexAuthors(all);
  const writers = new Set(
    [...[...logins].map((login) => authors.byLogin(login)), ...[...userIds].map((id) => authors.byId(id))].filter(
      (author) => author !== null,
    ),
  );

  return {
    title: htmlToText(site['title'] ?? '') || address,
    address,
    source: `wordpress:${address.replace(/^http:/, 'https:')}`,
    writers: [...writers],
    silentAuthors: all.filter((author) => !writers.has(author)).length,
    authors,
    media,
  };
}

function collectWriters(post: ExportedPost, { logins, userIds }: { logins: Set<string>; userIds: Set<string> }): void {
  logins.add(ownCopy(post.login));
  for (const comment of post.comments) {
    if (comment.userId !== null && decideComment(comment) === null) userIds.add(comment.userId);
  }
}

/** The address of the blog: in a network of sites, the base site is another's. */
function findAddress(site: Readonly<Record<string, string>>): string {
  const found = [site['wp:base_blog_url'], site['link'], site['wp:base_site_url']].find(
    (text) => text && URL.canParse(text),
  );
  if (found === undefined)
    throw new ImportError('the export does not say which site it is of: it has no <wp:base_blog_url>');
  const { protocol, host, pathname } = new URL(found);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}
