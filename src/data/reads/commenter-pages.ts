import type { Pool } from 'pg';
import { slicePage } from '../../relay/page.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { readCommentGroups } from './comment-rows.ts';
import type { CommentRow } from './comment-rows.ts';
import type { CommentColumns } from './comment-selection.ts';
import { int } from '../database/columns.ts';
import { nothing, readRows, sql, statement } from '../database/sql.ts';
import { isPublishedPost, isShownComment } from './visibility.ts';

/** A page of an author's published comments on published posts, newest first; the key is ms since 1970 and an id. */
export interface CommenterPage {
  readonly authorId: string;
  readonly page: Page<readonly [number, string]>;
  readonly columns: CommentColumns;
}

const commentCounts = statement('commentCounts', { count: int });

/** Two requests for the same page; the first one's columns serve both. */
export function keyOfCommenterPage({ authorId, page }: CommenterPage): string {
  return `${authorId} ${page.isForward} ${page.size} ${page.key?.join() ?? ''}`;
}

/** Pages of one shape are read by one statement. */
export function shapeOfCommenterPage({ page, columns: { author, body, bodyHtml } }: CommenterPage): string {
  return [page.isForward, page.size, page.key === null, author, body, bodyHtml].join();
}

const isListed = sql`c.author_id = k.author_id AND ${isShownComment} AND c.number IS NOT NULL
  AND EXISTS (SELECT 1 FROM post p WHERE p.id = c.post_id AND ${isPublishedPost})`;

/** Reads pages of one shape, each limited in SQL, in the order in which they are given. */
export async function readCommenterPages(pool: Pool, pages: readonly CommenterPage[]): Promise<Slice<CommentRow>[]> {
  const [shape] = pages;
  if (shape === undefined) return [];

  const { isForward, size, key } = shape.page;
  const direction = isForward ? sql`DESC` : sql`ASC`;
  const compare = isForward ? sql`<` : sql`>`;
  const beyondKey = key === null ? nothing : sql`AND (c.created_at, c.id) ${compare} (k.at, k.id)`;
  const keys = pages.map(({ page }) => page.key);
  const from = sql`
    unnest(${pages.map(({ authorId }) => authorId)}::uuid[],
           ${keys.map((at) => at && new Date(at[0]).toISOString())}::timestamptz[], ${keys.map((at) => at?.[1] ?? null)}::uuid[])
      WITH ORDINALITY AS k (author_id, at, id, ordinal)
    CROSS JOIN LATERAL (
      SELECT c.* FROM comment c
      WHERE ${isListed} ${beyondKey}
      ORDER BY c.created_at ${direction}, c.id ${direction} LIMIT ${size + 1}
    ) c`;

  const order = sql`k.ordinal, c.created_at ${direction}, c.id ${direction}`;
  const { columns } = shape;
  const groups = await readCommentGroups(pool, { from, order, columns, ordinal: sql`k.ordinal`, groups: pages.length });
  return groups.map((rows) => slicePage(rows, shape.page));
}

/** The number of such comments of each author. */
export async function countCommentsOf(pool: Pool, authorIds: readonly string[]): Promise<number[]> {
  const rows = await readRows(
    pool,
    commentCounts`
      SELECT (SELECT count(*)::int FROM comment c WHERE ${isListed}) AS count
      FROM unnest(${authorIds}::uuid[]) WITH ORDINALITY AS k (author_id, ordinal)
      ORDER BY k.ordinal`,
  );
  return rows.map(({ count }) => count);
}
