// What an earlier import left in the database.
import type { PoolClient } from 'pg';

export interface ExternalKey {
  readonly source: string;
  readonly externalId: string;
}

export async function findAuthor(client: PoolClient, key: ExternalKey): Promise<string | null> {
  return await findId(client, { ...key, statement: 'SELECT id FROM author WHERE source = $1 AND external_id = $2' });
}

export async function findPost(client: PoolClient, key: ExternalKey): Promise<string | null> {
  return await findId(client, { ...key, statement: 'SELECT id FROM post WHERE source = $1 AND external_id = $2' });
}

async function findId(
  client: PoolClient,
  { source, externalId, statement }: ExternalKey & { readonly statement: string },
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(statement, [source, externalId]);
  return rows[0]?.id ?? null;
}

/** Which of these comments are there, under whatever post. */
export async function findComments(
  client: PoolClient,
  { source, externalIds }: { source: string; externalIds: readonly string[] },
): Promise<Set<string>> {
  if (externalIds.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>(
    'SELECT external_id AS id FROM comment WHERE source = $1 AND external_id = ANY($2::text[])',
    [source, externalIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The ids of tags, by their slugs. */
export async function findTags(client: PoolClient, slugs: readonly string[]): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const { rows } = await client.query<{ slug: string; id: string }>(
    'SELECT slug, id FROM tag WHERE slug = ANY($1::text[])',
    [slugs],
  );
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}
