import type { Pool } from 'pg';
import { joinedAuthorColumns, selectAuthor, toJoinedAuthor } from './author-rows.ts';
import type { AuthorRow } from './author-rows.ts';
import { bool, int, ints, nullable, select, text, timestamp, uuid } from '../database/columns.ts';
import type { RowOf } from '../database/columns.ts';
import { nothing, readRows, readRowsIn, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

/** A post and the state of its discussion, read at the same moment. What is optional is undefined where it was not read with it. */
export interface PostRow extends RowOf<typeof headColumns> {
  readonly body?: string | null | undefined;
  readonly bodyHtml?: string | null | undefined;
  readonly author?: AuthorRow | null | undefined;
  readonly discussion: DiscussionState;
}

/** The columns of posts that are read only where they are selected. */
export interface PostColumns {
  readonly author: boolean;
  readonly body: boolean;
  readonly bodyHtml: boolean;
  /** The version of the reactions, and the pinned and the locked comments. */
  readonly reactions?: boolean;
}

/** Names a selection: two of one name are read by the same statement. */
export function nameColumns({ author, body, bodyHtml, reactions }: PostColumns): string {
  return [author, body, bodyHtml, reactions === true].join();
}

export const WHOLE_POST: PostColumns = { author: true, body: true, bodyHtml: true, reactions: true };

const headColumns = {
  id: uuid,
  slug: text,
  title: text,
  kicker: nullable(text),
  excerpt: text,
  authorId: nullable(uuid),
  pageUrl: nullable(text),
  publishedAt: nullable(timestamp),
  createdAt: timestamp,
  updatedAt: timestamp,
};

const textColumns = { body: nullable(text), bodyHtml: nullable(text) };

/** Every column of the table `post` that is shown. */
export const ofPost = { ...headColumns, ...textColumns };

export const ofDiscussion = {
  isOpen: bool,
  seq: int,
  lastNumber: int,
  commentCount: int,
  topLevelPlaces: int,
};

/** What is read of a discussion only where it is selected: the version of its reactions, what is pinned, and what is locked. */
export const ofReactions = { version: int, firstWordId: nullable(uuid), lastWordId: nullable(uuid), locked: ints };

/** The state of a discussion, as readers see it. As in {@link PostRow}, what is optional was perhaps not read. */
export interface DiscussionState extends RowOf<typeof ofDiscussion>, Partial<RowOf<typeof ofReactions>> {
  readonly postId: string;
}

type SelectedColumns = typeof headColumns &
  Partial<typeof textColumns> &
  typeof ofDiscussion &
  Partial<typeof ofReactions> &
  Partial<typeof joinedAuthorColumns>;

function tableColumns({ body, bodyHtml }: PostColumns): typeof headColumns & Partial<typeof textColumns> {
  return { ...headColumns, ...(body && { body: textColumns.body }), ...(bodyHtml && { bodyHtml: textColumns.bodyHtml }) };
}

/** A post and its discussion as one row, with what is selected. */
export function selectedColumns(columns: PostColumns): SelectedColumns {
  return { ...tableColumns(columns), ...stateColumns(columns), ...(columns.author && joinedAuthorColumns) };
}

function stateColumns({ reactions }: PostColumns): typeof ofDiscussion & Partial<typeof ofReactions> {
  return { ...ofDiscussion, ...(reactions === true && ofReactions) };
}

/** The select list of {@link selectedColumns}, from `p` (post), `d` (discussion) and what {@link joinDetails} names. */
export function selectPost(columns: PostColumns): Sql {
  const ofPost = select('p', tableColumns(columns));
  return sql`${ofPost}, ${select('d', stateColumns(columns))}${columns.author ? sql`, ${selectAuthor}` : nothing}`;
}

/**
 * Joins the discussion of `p`, and its author, if it has one, where that is selected. One look-up a post: where PostgreSQL expects many posts it
 * would rather read all authors.
 */
export function joinDetails({ author }: PostColumns): Sql {
  const joinAuthor = sql`LEFT JOIN LATERAL (SELECT * FROM author WHERE author.id = p.author_id LIMIT 1) a ON TRUE`;
  return sql`CROSS JOIN LATERAL (SELECT * FROM discussion WHERE discussion.post_id = p.id LIMIT 1) d
    ${author ? joinAuthor : nothing}`;
}

/** The posts that match a condition on `p`, in no order. */
export async function readPosts(
  pool: Pool,
  { where, columns = WHOLE_POST }: { where: Sql; columns?: PostColumns },
): Promise<PostRow[]> {
  const postsWhere = statement('postsWhere', selectedColumns(columns));
  const rows = await readRows(
    pool,
    postsWhere`
      SELECT ${selectPost(columns)} FROM post p ${joinDetails(columns)}
      WHERE ${where}`,
  );
  return rows.map(toPostRow);
}

/** A post as a transaction left it; null where it is not there. */
export async function readPostIn(tx: Transaction, id: string): Promise<PostRow | null> {
  const postIn = statement('postIn', selectedColumns(WHOLE_POST));
  const [row] = await readRowsIn(
    tx,
    postIn`
      SELECT ${selectPost(WHOLE_POST)} FROM post p ${joinDetails(WHOLE_POST)}
      WHERE p.id = ${id}::uuid`,
  );
  return row === undefined ? null : toPostRow(row);
}

/** Names every column: to spread a row costs ten times as much. */
export function toPostRow(row: RowOf<SelectedColumns>): PostRow {
  const { id, isOpen, seq, lastNumber, commentCount, topLevelPlaces, version, firstWordId, lastWordId, locked } = row;
  const pins = { ...(firstWordId !== undefined && { firstWordId }), ...(lastWordId !== undefined && { lastWordId }) };
  const counters = { seq, lastNumber, commentCount, topLevelPlaces, ...(version !== undefined && { version }) };
  return {
    id,
    slug: row.slug,
    title: row.title,
    kicker: row.kicker,
    excerpt: row.excerpt,
    authorId: row.authorId,
    pageUrl: row.pageUrl,
    publishedAt: row.publishedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    body: row.body,
    bodyHtml: row.bodyHtml,
    author: toJoinedAuthor(row),
    discussion: { postId: id, isOpen, ...counters, ...pins, ...(locked !== undefined && { locked }) },
  };
}
