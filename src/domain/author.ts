import type { AuthorRow } from '../data/reads/author-rows.ts';
import type { ServiceSession } from './service-session.ts';

/** The author that a row refers to; a foreign key guarantees that there is one. */
export async function requireAuthor({ loaders }: ServiceSession, { id }: { id: string }): Promise<AuthorRow> {
  const author = await loaders.author.load(id);
  if (author === null) throw new Error(`There is no author ${id}.`);
  return author;
}
