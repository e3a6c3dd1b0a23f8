import type { Pool } from 'pg';
import { slicePage } from '../../relay/page.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { joinDetails, nameColumns, selectedColumns, selectPost, toPostRow } from './post-rows.ts';
import type { PostColumns, PostRow } from './post-rows.ts';
import { int } from '../database/columns.ts';
import { nothing, readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import { isListedPost } from './visibility.ts';

/** A list of posts: all, or those with a tag (a slug), of an author (a handle), or both. */
export interface PostList {
  readonly tag: string | null;
  readonly author: string | null;
}

/** A page of a list of posts, newest first; the key is when a post was published (ms since 1970) and its id. */
export interface PostPage {
  readonly list: PostList;
  readonly page: Page<readonly [number, string]>;
  readonly columns: PostColumns;
}

const postCounts = statement('postCounts', { count: int });

/** Two requests for the same page; the first one's columns serve both. */
export function keyOfPostPage({ list, page }: PostPage): string {
  return `${keyOfPostList(list)} ${page.isForward} ${page.size} ${page.key?.join() ?? ''}`;
}

/** Neither a slug nor a handle holds a space. */
export function keyOfPostList({ tag, author }: PostList): string {
  return `${tag === null ? '' : `tag:${tag}`} ${author === null ? '' : `author:${author}`}`;
}

/** Pages of one shape are read by one statement. */
export function shapeOfPostPage({ list, page, columns }: PostPage): string {
  return [shapeOfPostList(list), page.isForward, page.size, page.key === null, nameColumns(columns)].join();
}

/** Lists of one shape are counted by one statement. */
export function shapeOfPostList({ tag, author }: PostList): string {
  return [tag === null, author === null].join();
}

/** Reads pages of one shape, each limited in SQL, in the order in which they are given. */
export async function readPostPages(pool: Pool, pages: readonly PostPage[]): Promise<Slice<PostRow>[]> {
  const [shape] = pages;
  if (shape === undefined) return [];

  const { list, columns } = shape;
  const { isForward, size, key } = shape.page;
  const direction = isForward ? sql`DESC` : sql`ASC`;
  const compare = isForward ? sql`<` : sql`>`;
  const beyondKey = key === null ? nothing : sql`AND (p.published_at, p.id) ${compare} (k.at, k.id)`;
  const keys = pages.map(({ page }) => page.key);
  const postPages = statement('postPages', { ordinal: int, ...selectedColumns(columns) });
  const rows = await readRows(
    pool,
    postPages`
      SELECT k.ordinal::int AS ordinal, ${selectPost(columns)}
      FROM unnest(${pages.map(({ list }) => list.tag)}::text[], ${pages.map(({ list }) => list.author)}::text[],
                  ${keys.map((at) => at && new Date(at[0]).toISOString())}::timestamptz[],
                  ${keys.map((at) => at?.[1] ?? null)}::uuid[])
             WITH ORDINALITY AS k (tag, author, at, id, ordinal)
      CROSS JOIN LATERAL (
        SELECT p.* FROM post p
        WHERE ${isListed(list)} ${beyondKey}
        ORDER BY p.published_at ${direction}, p.id ${direction} LIMIT ${size + 1}
      ) p
      ${joinDetails(columns)}
      ORDER BY k.ordinal, p.published_at ${direction}, p.id ${direction}`,
  );

  const groups = pages.map((): PostRow[] => []);
  for (const row of rows) groups[row.ordinal - 1]?.push(toPostRow(row));
  return groups.map((group) => slicePage(group, shape.page));
}

/** The number of posts in each list; the lists are of one shape. */
export async function countPosts(pool: Pool, lists: readonly PostList[]): Promise<number[]> {
  const [shape] = lists;
  if (shape === undefined) return [];

  const rows = await readRows(
    pool,
    postCounts`
      SELECT (SELECT count(*)::int FROM post p WHERE ${isListed(shape)}) AS count
      FROM unnest(${lists.map(({ tag }) => tag)}::text[], ${lists.map(({ author }) => author)}::text[])
             WITH ORDINALITY AS k (tag, author, ordinal)
      ORDER BY k.ordinal`,
  );
  return rows.map(({ count }) => count);
}

function isListed({ tag, author }: PostList): Sql {
  const byTag = sql`AND p.id IN (SELECT pt.post_id FROM post_tag pt JOIN tag t ON t.id = pt.tag_id WHERE t.slug = k.tag)`;
  const byAuthor = sql`AND p.author_id = (SELECT a.id FROM author a WHERE a.handle = k.author)`;
  return sql`${isListedPost} ${tag === null ? nothing : byTag} ${author === null ? nothing : byAuthor}`;
}
