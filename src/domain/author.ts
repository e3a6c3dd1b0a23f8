import { readAuthorByHandle } from '../data/reads/author-rows.ts';
import type { AuthorRow } from '../data/reads/author-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { isHandle } from '../text/handle.ts';
import type { ServiceSession } from './service-session.ts';

/** The author with a handle; null if there is none. */
export async function findAuthor(
  { database }: ServiceSession,
  { handle }: { handle: string },
): Promise<AuthorRow | null> {
  return isHandle(handle) ? await readAuthorByHandle(database.pool, handle) : null;
}

/** The author of a post, at once where it was read with the post; null for a page of somebody else's. */
export function authorOf(
  session: ServiceSession,
  { author, authorId }: PostRow,
): AuthorRow | null | Promise<AuthorRow> {
  if (author !== undefined) return author;
  return authorId === null ? null : requireAuthor(session, { id: authorId });
}

/** The author that a row refers to; a foreign key guarantees that there is one. */
export async function requireAuthor({ loaders }: ServiceSession, { id }: { id: string }): Promise<AuthorRow> {
  const author = await loaders.author.load(id);
  if (author === null) throw new Error(`There is no author ${id}.`);
  return author;
}
