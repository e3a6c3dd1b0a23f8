import type { PoolClient } from 'pg';
import { newId } from './new-id.ts';
import type { PreparedTag } from '../convert/prepare-tags.ts';
import { findTags } from './read-present.ts';

/** Files a post under its tags, in the transaction of the caller. A tag that is there keeps its label and its kind. */
export async function writeTags(
  client: PoolClient,
  { postId, tags }: { postId: string; tags: readonly PreparedTag[] },
): Promise<void> {
  if (tags.length === 0) return;

  // In one order everywhere, so that two writers never wait for each other.
  const sorted = tags.toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
  await client.query(
    `INSERT INTO tag (id, slug, label) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT (slug) DO NOTHING`,
    [sorted.map(newId), sorted.map(({ slug }) => slug), sorted.map(({ label }) => label)],
  );
  const ids = await findTags(
    client,
    tags.map(({ slug }) => slug),
  );
  await client.query('INSERT INTO post_tag (post_id, tag_id, place) SELECT $1, * FROM unnest($2::uuid[], $3::int[])', [
    postId,
    tags.map(({ slug }) => ids.get(slug)),
    tags.map((_, place) => place),
  ]);
}
