import { nothing, sql } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/** The orders by score, the highest first, and then by number: of all comments of a post, and of the replies under one place. */
export type TopOrder = 'TOP' | 'TOP_REPLIES';

export function isByScore(order: string): order is TopOrder {
  return order === 'TOP' || order === 'TOP_REPLIES';
}

interface TopShape {
  readonly isForward: boolean;
  readonly limit: number;
  /** Whether the page begins at `k.score` and `k.number`. */
  readonly hasKey: boolean;
  /** All comments of a post, the top-level ones, or the replies to `k.parent_id`. */
  readonly under: 'POST' | 'NOTHING' | 'COMMENT';
}

/**
 * The ids, scores and numbers of a page for `k`, which has `post_id`, `parent_id`, `bound`, `score` and `number`.
 *
 * Comments without a score have no row in `comment_score`. So a page has two parts, each read by an index: the scored ones, and the
 * others by number. The second part has no more than the first leaves room for.
 */
export function selectTop(shape: TopShape): Sql {
  const { isForward, limit } = shape;
  const [first, second] = isForward ? [selectScored, selectOthers] : [selectOthers, selectScored];
  return sql`
    WITH beginning AS MATERIALIZED (${first(shape, sql`${limit}`)})
    SELECT * FROM beginning UNION ALL (${second(shape, sql`${limit} - (SELECT count(*) FROM beginning)`)})`;
}

function selectScored({ isForward, hasKey, under }: TopShape, limit: Sql): Sql {
  const direction = isForward ? sql`ASC` : sql`DESC`;
  const compare = isForward ? sql`>` : sql`<`;
  const beyondKey = hasKey ? sql`AND (- s.score, s.number) ${compare} (- k.score, k.number)` : nothing;
  // That a missing parent is the same for all is what PostgreSQL does not conclude: without it, it sorts all of them.
  const byParent = under === 'NOTHING' ? sql`s.parent_id ${direction},` : nothing;
  return sql`
    SELECT s.comment_id AS id, s.score, s.number FROM comment_score s
    WHERE s.post_id = k.post_id AND s.score > 0 AND s.number <= k.bound ${underParent(under, sql`s`)} ${beyondKey}
    ORDER BY ${byParent} - s.score ${direction}, s.number ${direction} LIMIT ${limit}`;
}

function selectOthers({ isForward, hasKey, under }: TopShape, limit: Sql): Sql {
  const direction = isForward ? sql`ASC` : sql`DESC`;
  const compare = isForward ? sql`>` : sql`<`;
  // Every one of them comes after a key that has a score.
  const beyondKey = hasKey ? sql`AND o.number ${compare} CASE WHEN k.score > 0 THEN 0 ELSE k.number END` : nothing;
  const byParent = under === 'NOTHING' ? sql`o.parent_id ${direction},` : nothing;
  return sql`
    SELECT o.id, 0 AS score, o.number FROM comment o
    WHERE o.post_id = k.post_id AND o.number <= k.bound ${underParent(under, sql`o`)} ${beyondKey}
      AND NOT EXISTS (SELECT FROM comment_score s WHERE s.comment_id = o.id AND s.score > 0)
    ORDER BY ${byParent} o.number ${direction} LIMIT ${limit}`;
}

function underParent(under: TopShape['under'], table: Sql): Sql {
  if (under === 'POST') return nothing;
  return under === 'NOTHING' ? sql`AND ${table}.parent_id IS NULL` : sql`AND ${table}.parent_id = k.parent_id`;
}
