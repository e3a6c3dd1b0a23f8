// What an earlier import left in the database.
import type { Connection } from '../../data/database/transaction.ts';
import { excludingNull, text, uuid } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';

export interface ExternalKey {
  readonly source: string;
  readonly externalId: string;
}

const importedAuthor = statement('importedAuthor', { id: uuid });
const importedPost = statement('importedPost', { id: uuid });
const importedPage = statement('importedPage', { id: uuid });
const importedComments = statement('importedComments', { externalId: excludingNull(text) });
const tagsBySlug = statement('tagsBySlug', { slug: text, id: uuid });

export async function findAuthor(reader: Connection, { source, externalId }: ExternalKey): Promise<string | null> {
  const rows = await readRows(
    reader,
    importedAuthor`SELECT id FROM author WHERE source = ${source} AND external_id = ${externalId}`,
  );
  return rows[0]?.id ?? null;
}

export async function findPost(reader: Connection, { source, externalId }: ExternalKey): Promise<string | null> {
  const rows = await readRows(
    reader,
    importedPost`SELECT id FROM post WHERE source = ${source} AND external_id = ${externalId}`,
  );
  return rows[0]?.id ?? null;
}

/** The post of a page, whoever opened it. */
export async function findPage(reader: Connection, key: string): Promise<string | null> {
  const rows = await readRows(reader, importedPage`SELECT id FROM post WHERE page_key = ${key}`);
  return rows[0]?.id ?? null;
}

/** Which of these comments are there, under that post: other software counts comments anew for each post, at times. */
export async function findComments(
  reader: Connection,
  { source, postId, externalIds }: { source: string; postId: string; externalIds: readonly string[] },
): Promise<Set<string>> {
  if (externalIds.length === 0) return new Set();
  const rows = await readRows(
    reader,
    importedComments`
      SELECT external_id AS "externalId" FROM comment
      WHERE post_id = ${postId}::uuid AND source = ${source} AND external_id = ANY(${externalIds}::text[])`,
  );
  return new Set(rows.map(({ externalId }) => externalId));
}

/** The ids of tags, by their slugs. */
export async function findTags(reader: Connection, slugs: readonly string[]): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const rows = await readRows(reader, tagsBySlug`SELECT slug, id FROM tag WHERE slug = ANY(${slugs}::text[])`);
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}
