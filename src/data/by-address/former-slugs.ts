import type { Pool } from 'pg';
import { NOBODY } from '../../session/session.ts';
import { text } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import { isVisiblePost } from '../reads/visibility.ts';

const formerSlugs = statement('formerSlugs', { slug: text });

/** The slug of the post that stood under another one before it was imported; null where no public post did. */
export async function readPresentSlug(pool: Pool, formerSlug: string): Promise<string | null> {
  const rows = await readRows(
    pool,
    formerSlugs`
      SELECT p.slug FROM former_slug f JOIN post p ON p.id = f.post_id
      WHERE f.slug = ${formerSlug} AND ${isVisiblePost(NOBODY)}`,
  );
  return rows[0]?.slug ?? null;
}
