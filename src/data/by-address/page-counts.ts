import type { Pool } from 'pg';
import { NOBODY } from '../../session/session.ts';
import { int, text } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import { fromPages } from './page-posts.ts';
import type { PageKey } from './page-posts.ts';

const pageCounts = statement('pageCounts', { ordinal: int, count: int });
const siteState = statement('siteState', { state: text });

/** The published comments of each page that has a discussion which everybody may see, by its place among the pages. */
export async function readPageCounts(pool: Pool, pages: readonly PageKey[]): Promise<ReadonlyMap<number, number>> {
  const rows = await readRows(
    pool,
    pageCounts`
      SELECT k.ordinal::int - 1 AS ordinal, d.comment_count AS count
      FROM ${fromPages(pages, NOBODY)} JOIN discussion d ON d.post_id = p.id`,
  );
  return new Map(rows.map(({ ordinal, count }) => [ordinal, count]));
}

/**
 * The state of all discussions: another text as soon as anything has happened in one of them. Events that have no position yet are
 * counted: so it moves with the commit, and not when they are numbered.
 */
export async function readSiteState(pool: Pool): Promise<string> {
  const [row] = await readRows(
    pool,
    siteState`
      SELECT concat_ws(' ', last_position, (SELECT count(*) FROM event WHERE position IS NULL),
        (SELECT sum(version) FROM site_version)) AS state
      FROM site_log`,
  );
  return row?.state ?? '';
}
