import type { PoolClient } from 'pg';
import type { Place } from './place-comments.ts';

/** What an earlier import left in the database. */

export async function findPost(
  client: PoolClient,
  { source, externalId }: { source: string; externalId: string },
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM post WHERE source = $1 AND external_id = $2', [
    source,
    externalId,
  ]);
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

/** The places of a post's imported comments, by their external ids. */
export async function readPlaces(
  client: PoolClient,
  { source, postId }: { source: string; postId: string },
): Promise<Map<string, Place>> {
  const { rows } = await client.query<Place & { externalId: string }>(
    'SELECT external_id AS "externalId", id, path FROM comment WHERE post_id = $1 AND source = $2 AND path IS NOT NULL',
    [postId, source],
  );
  return new Map(rows.map(({ externalId, id, path }) => [externalId, { id, path }]));
}

/** The ids of tags, by their slugs. */
export async function findTags(client: PoolClient, slugs: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ slug: string; id: string }>(
    'SELECT slug, id FROM tag WHERE slug = ANY($1::text[])',
    [slugs],
  );
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}

export async function isSlugTaken(client: PoolClient, slug: string): Promise<boolean> {
  return (await client.query('SELECT FROM post WHERE slug = $1', [slug])).rowCount === 1;
}

export async function isHandleTaken(client: PoolClient, handle: string): Promise<boolean> {
  return (await client.query('SELECT FROM author WHERE handle = $1', [handle])).rowCount === 1;
}
