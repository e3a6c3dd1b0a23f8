import type { Pool } from 'pg';
import type { Identity } from '../../session/session.ts';
import { readCommentGroups, readComments } from './comment-rows.ts';
import type { CommentRow } from './comment-rows.ts';
import { int } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import { isNews, isShownComment, isVisiblePost } from './visibility.ts';

const descendantCounts = statement('descendantCounts', { count: int });
const laterCounts = statement('laterCounts', { count: int });

/** Comments of a post whose numbers follow one, up to another. */
export interface LaterComments {
  readonly postId: string;
  readonly after: number;
  readonly bound: number;
}

/** The comments with these ids that the viewer may see, in no order. */
export async function readCommentsById(
  pool: Pool,
  { ids, identity }: { ids: readonly string[]; identity: Identity },
): Promise<CommentRow[]> {
  const from = sql`(
    SELECT c.* FROM comment c JOIN post p ON p.id = c.post_id
    WHERE c.id = ANY(${ids}::uuid[]) AND c.number IS NOT NULL AND ${isVisiblePost(identity)}) c`;
  return await readComments(pool, { from });
}

/** The ancestors of each comment, outermost first: the numbers of its path except the last. */
export async function readAncestors(pool: Pool, comments: readonly CommentRow[]): Promise<CommentRow[][]> {
  const from = sql`
    unnest(${comments.map(({ id }) => id)}::uuid[]) WITH ORDINALITY AS k (id, ordinal)
    JOIN comment own ON own.id = k.id
    CROSS JOIN LATERAL unnest(own.path[:cardinality(own.path) - 1]) AS step (number)
    JOIN comment c ON c.post_id = own.post_id AND c.number = step.number`;
  const order = sql`k.ordinal, cardinality(c.path)`;
  return await readCommentGroups(pool, { from, order, ordinal: sql`k.ordinal`, groups: comments.length });
}

/** The number of published comments below each comment, at any depth, counted on the range of their paths. */
export async function countDescendants(pool: Pool, ids: readonly string[]): Promise<number[]> {
  const rows = await readRows(
    pool,
    descendantCounts`
      SELECT (
        SELECT count(*)::int FROM comment c
        WHERE c.post_id = own.post_id AND ${isShownComment} AND c.path > own.path
          AND c.path < own.path[:cardinality(own.path) - 1] || (own.number + 1)
      ) AS count
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS k (id, ordinal) JOIN comment own ON own.id = k.id
      ORDER BY k.ordinal`,
  );
  return rows.map(({ count }) => count);
}

/** The number of published comments in each range of numbers. */
export async function countLaterComments(pool: Pool, ranges: readonly LaterComments[]): Promise<number[]> {
  const rows = await readRows(
    pool,
    laterCounts`
      SELECT (
        SELECT count(*)::int FROM comment c
        WHERE c.post_id = k.post_id AND c.number > k.after AND c.number <= k.bound AND ${isShownComment} AND ${isNews}
      ) AS count
      FROM unnest(${ranges.map(({ postId }) => postId)}::uuid[], ${ranges.map(({ after }) => after)}::int[],
                  ${ranges.map(({ bound }) => bound)}::int[])
             WITH ORDINALITY AS k (post_id, after, bound, ordinal)
      ORDER BY k.ordinal`,
  );
  return rows.map(({ count }) => count);
}
