import type { Pool } from 'pg';
import { slicePage } from '../../relay/page.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { readCommentGroups, readComments } from './comment-rows.ts';
import type { CommentRow } from './comment-rows.ts';
import { nothing, sql } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/** A page of one discussion: of its view by time, of its view by thread, or of the replies under one place. */
export interface ThreadPage {
  readonly order: 'TIME' | 'THREAD' | 'REPLIES';
  readonly postId: string;
  /** With `REPLIES`: the parent comment, or null for the comments directly under the post. */
  readonly parentId: string | null;
  /** The highest number of the answer: comments added after it began are left out. */
  readonly bound: number;
  /** The key is a comment's number. */
  readonly page: Page<number>;
}

/** Pages of one shape differ only in post, parent, bound and key, and are read by one statement. */
export function shapeOf({ order, parentId, page }: ThreadPage): string {
  return [order, parentId === null, page.isForward, page.size, page.key === null].join();
}

/**
 * Reads pages of one shape, each limited in SQL, in the order in which they are given.
 *
 * @param mostRows of all pages together; those beyond it are not read.
 */
export async function readThreadPages(
  pool: Pool,
  { pages, mostRows }: { pages: readonly ThreadPage[]; mostRows?: number },
): Promise<Slice<CommentRow>[]> {
  const [shape] = pages;
  if (shape === undefined) return [];

  const column = orderColumn(shape);
  const direction = shape.page.isForward ? sql`ASC` : sql`DESC`;
  const from = sql`
    unnest(${pages.map(({ postId }) => postId)}::uuid[], ${pages.map(({ parentId }) => parentId)}::uuid[],
           ${pages.map(({ bound }) => bound)}::int[], ${pages.map(({ page }) => page.key)}::int[])
      WITH ORDINALITY AS k (post_id, parent_id, bound, key, ordinal)
    CROSS JOIN LATERAL (
      SELECT * FROM comment
      WHERE post_id = k.post_id AND number <= k.bound ${underParent(shape)} ${beyondKey(shape)}
      ORDER BY ${siblingsFirst(shape)}${column} ${direction} LIMIT ${shape.page.size + 1}
    ) c`;

  const order = sql`k.ordinal, c.${column} ${direction}`;
  const groups = await readCommentGroups(pool, {
    from,
    order: mostRows === undefined ? order : sql`${order} LIMIT ${mostRows}`,
    ordinal: sql`k.ordinal`,
    groups: pages.length,
  });
  return groups.map((rows) => slicePage(rows, shape.page));
}

/** The page on which a comment stands: ⌊size / 2⌋ places before it, then the comment, then the rest. */
export async function readPageAround(
  pool: Pool,
  { order, postId, bound, number, size }: Pick<ThreadPage, 'order' | 'postId' | 'bound'> & { number: number; size: number },
): Promise<Slice<CommentRow>> {
  const column = orderColumn({ order });
  const half = Math.floor(size / 2);
  const from = sql`(
    WITH anchor AS MATERIALIZED (SELECT ${column} AS key FROM comment WHERE post_id = ${postId}::uuid AND number = ${number}),
    head AS (
      SELECT * FROM comment
      WHERE post_id = ${postId}::uuid AND number <= ${bound} AND ${column} < (SELECT key FROM anchor)
      ORDER BY ${column} DESC LIMIT ${half}
    )
    SELECT * FROM head
    UNION ALL (
      SELECT * FROM comment
      WHERE post_id = ${postId}::uuid AND number <= ${bound} AND ${column} >= (SELECT key FROM anchor)
      ORDER BY ${column} LIMIT ${size + 1} - (SELECT count(*) FROM head)
    )) c`;

  const found = await readComments(pool, { from, order: sql`c.${column}` });
  const rows = found.slice(0, size);
  // The first comment of a post stands first in both views, for it answers none.
  return { rows, hasPrevious: rows.length > 0 ? rows[0]?.number !== 1 : number !== 1, hasNext: found.length > size };
}

function orderColumn({ order }: Pick<ThreadPage, 'order'>): Sql {
  return order === 'THREAD' ? sql`path` : sql`number`;
}

/** All have one parent, which PostgreSQL does not conclude where it is null: it would sort all comments under the post. */
function siblingsFirst({ order, page }: ThreadPage): Sql {
  if (order !== 'REPLIES') return nothing;
  return page.isForward ? sql`parent_id ASC, ` : sql`parent_id DESC, `;
}

function underParent({ order, parentId }: ThreadPage): Sql {
  if (order !== 'REPLIES') return nothing;
  return parentId === null ? sql`AND parent_id IS NULL` : sql`AND parent_id = k.parent_id`;
}

function beyondKey({ order, page }: ThreadPage): Sql {
  if (page.key === null) return nothing;
  const key =
    order === 'THREAD' ? sql`(SELECT path FROM comment WHERE post_id = k.post_id AND number = k.key)` : sql`k.key`;
  return page.isForward ? sql`AND ${orderColumn({ order })} > ${key}` : sql`AND ${orderColumn({ order })} < ${key}`;
}
