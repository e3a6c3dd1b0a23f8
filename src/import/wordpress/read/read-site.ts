import { ImportError } from '../../import-error.ts';
import type { ReadStep } from '../../prepared.ts';
import { indexAuthors, parseAuthor, type AuthorIndex } from './authors.ts';
import { ownCopy, readChild } from './export-node.ts';
import type { ExportedAuthor, ExportedPost } from './exported.ts';
import { createMediaLibrary, type MediaLibrary } from './media-library.ts';
import { parsePost } from './parse-post.ts';
import { readExport } from './read-export.ts';
import { findCommentFault, findItemFault } from './skip-reasons.ts';

/** What has to be known of a whole export before its first post is imported. */
export interface Site {
  /** The site's own name: HTML, as WordPress keeps it; empty where it has none. */
  readonly title: string;
  /** The site's address, without a slash at the end. */
  readonly address: string;
  /** Every author of something that is imported. */
  readonly writers: readonly ExportedAuthor[];
  /** The number of authors in the file of whom nothing is imported. */
  readonly silentAuthors: number;
  readonly authors: AuthorIndex;
  readonly media: MediaLibrary;
}

/**
 * Reads a whole export and checks what an import relies on.
 *
 * @throws {ImportError} with the line.
 */
export async function readSite(file: string, onStep: (step: ReadStep) => void): Promise<Site> {
  const fields: Record<string, string> = {};
  const listed: ExportedAuthor[] = [];
  const media = createMediaLibrary();
  const logins = new Set<string>();
  const userIds = new Set<string>();

  for await (const node of readExport(file, onStep)) {
    if (node.name === 'wp:author') listed.push(parseAuthor(node));
    else if (node.name !== 'item') fields[node.name] ??= ownCopy(node.text.trim());
    else if (readChild(node, 'wp:post_type').trim() === 'attachment') media.add(node);
    else if (findItemFault(node) === null) collectWriters(parsePost(node), { logins, userIds });
  }

  const address = findAddress(fields);
  const title = fields['title'] ?? '';
  const known = indexAuthors(listed);
  const unlisted = [...logins].filter((login) => known.byLogin(login) === null);
  const all = [...listed, ...unlisted.map((login) => ({ id: null, login, displayName: login || title }))];
  const authors = indexAuthors(all);
  const found = [...[...logins].map((login) => authors.byLogin(login)), ...[...userIds].map((id) => authors.byId(id))];
  const writers = new Set(found.filter((author) => author !== null));

  const silentAuthors = all.filter((author) => !writers.has(author)).length;
  return { title, address, writers: [...writers], silentAuthors, authors, media };
}

function collectWriters(post: ExportedPost, { logins, userIds }: { logins: Set<string>; userIds: Set<string> }): void {
  logins.add(ownCopy(post.login));
  for (const comment of post.comments) {
    if (comment.userId !== null && findCommentFault(comment) === null) userIds.add(comment.userId);
  }
}

/** The address of the blog: in a network of sites, the base site is another one. */
function findAddress(fields: Readonly<Record<string, string>>): string {
  const found = [fields['wp:base_blog_url'], fields['link'], fields['wp:base_site_url']].find(
    (text) => text && URL.canParse(text),
  );
  if (found === undefined) throw new ImportError('the export does not name its site: it has no <wp:base_blog_url>');
  const { protocol, host, pathname } = new URL(found);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}
