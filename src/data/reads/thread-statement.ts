import { selectAuthor } from './author-rows.ts';
import { selectedColumns, selectHead, tableColumns } from './comment-rows.ts';
import type { CommentColumns } from './comment-selection.ts';
import type { ThreadPage } from './thread-pages.ts';
import { bool, int, select } from '../database/columns.ts';
import { isByScore, selectTop } from '../reactions/top-pages.ts';
import { nothing, sql, statement, Templates } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/** The level of the parents of a page's comments. The page itself is level 0, and the replies to its comments are level 1. */
export const PARENTS = -1;

const placeColumns = {
  level: int,
  /** The page, counted from 1. */
  ordinal: int,
  /** The place in its own page, counted from 1 in the direction of reading. */
  place: int,
  /** Whether another reply to the same comment follows. */
  isFollowed: bool,
};

/** Pages of one shape, and how many rows are read at most. */
interface ThreadQuery {
  readonly pages: readonly [ThreadPage, ...ThreadPage[]];
  readonly mostRows: number;
}

type ThreadColumns = typeof placeColumns & { readonly score?: typeof int } & ReturnType<typeof selectedColumns>;

/**
 * Reads pages of one shape, and all that is selected with them. Every page is limited and read by its index, one row for each
 * comment, however many the post has. A page of level 0 has one row more, which tells whether there are others; below that
 * `isFollowed` does, so that at most `mostRows` are read. The rows come in no order.
 */
export const threadPages = new Templates<ThreadQuery, ThreadColumns>(({ pages: [shape] }) => {
  const { columns, replies } = shape.selection;
  const scored = isByScore(shape.order) && { score: int };
  const name = statement('threadPages', { ...placeColumns, ...scored, ...selectedColumns(columns) });
  return name`
    WITH RECURSIVE page AS MATERIALIZED (${selectPages(shape)}) ${replies.length === 0 ? nothing : sql`,
    thread AS (SELECT page.* FROM page UNION ALL ${selectReplies(shape)})`}
    SELECT t.*${columns.author ? sql`, ${selectAuthor}` : nothing}
    FROM (
      (SELECT * FROM ${replies.length === 0 ? sql`page` : sql`thread`} LIMIT ${given(({ mostRows }) => mostRows)})
      ${shape.selection.parents === 'NONE' ? nothing : sql`UNION ALL ${selectParents(shape)}`}
    ) t ${columns.author ? joinAuthors(shape) : nothing}`;
});

function given(valueOf: (query: ThreadQuery) => unknown): (query: ThreadQuery) => unknown {
  return valueOf;
}

/** A list of one value of each page. */
function ofPages(valueOf: (page: ThreadPage) => unknown): (query: ThreadQuery) => unknown {
  return given(({ pages }) => pages.map(valueOf));
}

const bounds = sql`${ofPages(({ bound }) => bound)}::int[]`;

// One look-up a row, whatever PostgreSQL expects the number of rows to be.
function joinAuthors({ selection: { parents } }: ThreadPage): Sql {
  const ofAll = parents === 'HEADS' ? sql`AND t.level <> ${PARENTS}` : nothing;
  return sql`LEFT JOIN LATERAL (SELECT * FROM author WHERE author.id = t."authorId" ${ofAll} LIMIT 1) a ON TRUE`;
}

function selectPages(shape: ThreadPage): Sql {
  if (isByScore(shape.order)) return selectTopPages(shape);
  const order = orderOf(shape);
  return sql`
    SELECT 0 AS level, k.ordinal::int AS ordinal, c.*
    FROM unnest(${ofPages(({ postId }) => postId)}::uuid[], ${ofPages(({ parentId }) => parentId)}::uuid[],
                ${bounds}, ${ofPages(({ page }) => page.key)}::int[])
           WITH ORDINALITY AS k (post_id, parent_id, bound, key, ordinal)
    CROSS JOIN LATERAL (
      SELECT row_number() OVER (ORDER BY ${order})::int AS place, FALSE AS "isFollowed", ${ofTable(shape.selection.columns)}
      FROM (
        SELECT * FROM comment
        WHERE post_id = k.post_id AND number <= k.bound ${underParent(shape)} ${beyondKey(shape)}
        ORDER BY ${order} LIMIT ${shape.page.size + 1}
      ) c
    ) c`;
}

/** As {@link selectPages}, in the order of scores. */
function selectTopPages(shape: ThreadPage): Sql {
  const { isForward, size } = shape.page;
  const order = isForward ? sql`- r.score, r.number` : sql`- r.score DESC, r.number DESC`;
  return sql`
    SELECT 0 AS level, k.ordinal::int AS ordinal, c.*
    FROM unnest(${ofPages(({ postId }) => postId)}::uuid[], ${ofPages(({ parentId }) => parentId)}::uuid[],
                ${bounds}, ${ofPages(({ page }) => page.key)}::int[], ${ofPages(({ score = null }) => score)}::int[])
           WITH ORDINALITY AS k (post_id, parent_id, bound, number, score, ordinal)
    CROSS JOIN LATERAL (
      SELECT row_number() OVER (ORDER BY ${order})::int AS place, FALSE AS "isFollowed", r.score,
        ${ofTable(shape.selection.columns)}
      FROM (${selectTop({ isForward, limit: size + 1, hasKey: shape.page.key !== null, under: underTop(shape) })}) r
      CROSS JOIN LATERAL (SELECT * FROM comment WHERE comment.id = r.id LIMIT 1) c
    ) c`;
}

function underTop({ order, parentId }: ThreadPage): 'POST' | 'NOTHING' | 'COMMENT' {
  if (order === 'TOP') return 'POST';
  return parentId === null ? 'NOTHING' : 'COMMENT';
}

/** The replies to the comments of the level above that are shown and have some. */
function selectReplies({ order, page, selection }: ThreadPage): Sql {
  const sizes = sql`(${[page.size, ...selection.replies]}::int[])`;
  return sql`
    SELECT above.level + 1, above.ordinal, c.*
    FROM thread above
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT row_number() OVER siblings::int AS place, lead(c.id) OVER siblings IS NOT NULL AS "isFollowed",
          ${isByScore(order) ? sql`0 AS score,` : nothing} ${ofTable(selection.columns)}
        FROM (
          SELECT * FROM comment
          WHERE post_id = above."postId" AND parent_id = above.id AND number <= (${bounds})[above.ordinal]
          ORDER BY number LIMIT ${sizes}[above.level + 2] + 1
        ) c
        WINDOW siblings AS (ORDER BY number)
      ) c
      WHERE c.place <= ${sizes}[above.level + 2]
    ) c
    WHERE above."replyPlaces" > 0 AND above.place <= ${sizes}[above.level + 1] AND above.level < ${selection.replies.length}`;
}

/** The parents that are not on the page themselves. */
function selectParents({ order, page, selection }: ThreadPage): Sql {
  return sql`
    SELECT ${PARENTS}::int, 0, 0, FALSE, ${isByScore(order) ? sql`0 AS score,` : nothing}
      ${selection.parents === 'HEADS' ? selectHead('c', selection.columns) : ofTable(selection.columns)}
    FROM (
      SELECT DISTINCT "parentId" AS id FROM page
      WHERE place <= ${page.size} AND "parentId" IS NOT NULL AND "parentId" NOT IN (SELECT id FROM page)
    ) k
    CROSS JOIN LATERAL (SELECT * FROM comment WHERE comment.id = k.id LIMIT 1) c`;
}

function ofTable(columns: CommentColumns): Sql {
  return select('c', tableColumns(columns));
}

function orderOf({ order, parentId, page }: ThreadPage): Sql {
  const direction = page.isForward ? sql`ASC` : sql`DESC`;
  if (order === 'THREAD') return sql`path ${direction}`;
  // That a missing parent is the same for all is what PostgreSQL does not conclude: without it, it sorts all of the post.
  if (order === 'REPLIES' && parentId === null) return sql`parent_id ${direction}, number ${direction}`;
  return sql`number ${direction}`;
}

function underParent({ order, parentId }: ThreadPage): Sql {
  if (order !== 'REPLIES') return nothing;
  return parentId === null ? sql`AND parent_id IS NULL` : sql`AND parent_id = k.parent_id`;
}

function beyondKey({ order, page }: ThreadPage): Sql {
  if (page.key === null) return nothing;
  const column = order === 'THREAD' ? sql`path` : sql`number`;
  const key = order === 'THREAD' ? sql`(SELECT path FROM comment WHERE post_id = k.post_id AND number = k.key)` : sql`k.key`;
  return page.isForward ? sql`AND ${column} > ${key}` : sql`AND ${column} < ${key}`;
}
