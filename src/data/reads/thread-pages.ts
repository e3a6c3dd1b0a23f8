import type { Pool } from 'pg';
import { slicePage } from '../../relay/page.ts';
import type { Page, Slice } from '../../relay/page.ts';
import { readComments, toCommentRow } from './comment-rows.ts';
import type { CommentRow, FirstReplies } from './comment-rows.ts';
import { nameSelection } from './comment-selection.ts';
import type { CommentSelection } from './comment-selection.ts';
import { readRows, sql } from '../database/sql.ts';
import type { TopOrder } from '../reactions/top-pages.ts';
import { PARENTS, threadPages } from './thread-statement.ts';

/** A page of one discussion: of its view by time, of its view by thread, or of the replies under one place. */
export interface ThreadPage {
  readonly order: 'TIME' | 'THREAD' | 'REPLIES' | TopOrder;
  readonly postId: string;
  /** With `REPLIES` and `TOP_REPLIES`: the parent comment, or null for the comments directly under the post. */
  readonly parentId: string | null;
  /** The highest number of the answer: comments added after it began are left out. */
  readonly bound: number;
  /** The key is a comment's number. */
  readonly page: Page<number>;
  /** By score: that of the key. */
  readonly score?: number | undefined;
  readonly selection: CommentSelection;
}

/** What pages of one shape give. */
interface ReadThread {
  /** In the order of the pages. */
  readonly slices: readonly Slice<CommentRow>[];
  /** All comments that were read, also replies and whole parents. */
  readonly comments: readonly CommentRow[];
  /** Parents of which a part was read. */
  readonly parentHeads: readonly CommentRow[];
  /** The number of replies to comments among them. */
  readonly nested: number;
}

/** Two requests for the same page; the first one's selection serves both. */
export function keyOfThreadPage({ order, postId, parentId, bound, page, score }: ThreadPage): string {
  return `${order} ${parentId ?? postId} ${bound} ${page.isForward} ${page.size} ${page.key} ${score}`;
}

/** Pages of one shape differ only in post, parent, bound and key, and are read by one statement. */
export function shapeOf({ order, parentId, page, selection }: ThreadPage): string {
  return `${order} ${parentId === null} ${page.isForward} ${page.size} ${page.key === null} ${nameSelection(selection)}`;
}

/**
 * Reads pages of one shape, each limited in SQL.
 *
 * @param mostNested replies to comments that are read; where there are more, one more is.
 */
export async function readThreadPages(
  pool: Pool,
  { pages, mostNested }: { pages: readonly [ThreadPage, ...ThreadPage[]]; mostNested: number },
): Promise<ReadThread> {
  const [{ parentId, page, selection }] = pages;
  const sizes = [page.size, ...selection.replies];
  // A page has one row more than it shows.
  const ofPages = parentId === null ? pages.length * (page.size + 1) : pages.length;
  const [shape] = pages;
  const query = { pages, mostRows: ofPages + mostNested + 1 };
  const read = await readRows(pool, threadPages.fill(shapeOf(shape), query));
  const isHead = ({ level }: { readonly level: number }) => selection.parents === 'HEADS' && level === PARENTS;
  const rows = read.filter((row) => !isHead(row));

  const found = pages.map((): PlacedComment[] => []);
  const replies = new Replies();
  const comments: PlacedComment[] = [];
  let nested = 0;
  for (const row of rows) {
    const comment: PlacedComment = toCommentRow(row);
    const { level, ordinal, place, isFollowed } = row;
    comments.push(comment);
    if (level === 0) {
      comment.score = row.score;
      const siblings = found[ordinal - 1];
      if (siblings !== undefined) siblings[place - 1] = comment;
    } else if (level !== PARENTS) {
      nested += 1;
      replies.add(comment, { level, ordinal, place, isLast: !isFollowed });
    }
  }
  rows.forEach(({ level, ordinal, place }, index) => {
    const comment = comments[index];
    const [size, below] = [sizes[level], sizes[level + 1]];
    if (comment === undefined || size === undefined || below === undefined || place > size) return;
    const slice = comment.replyPlaces === 0 ? NO_REPLIES : replies.of(comment, { level, ordinal });
    comment.replies = { size: below, slice };
  });

  const slices = found.map((siblings) => slicePage(siblings, page));
  if (parentId !== null) nested += slices.reduce((sum, slice) => sum + slice.rows.length, 0);
  return { slices, comments, parentHeads: read.filter(isHead).map(toCommentHead), nested };
}

const unread = { body: undefined, bodyHtml: undefined, path: undefined, editedAt: undefined, voiceHash: undefined };

/** The row of a parent: what is null in it was not read. */
function toCommentHead(row: Parameters<typeof toCommentRow>[0]): CommentRow {
  return { ...toCommentRow(row), ...unread, author: undefined };
}

interface PlacedComment extends CommentRow {
  score?: number | undefined;
  replies?: FirstReplies | undefined;
}

interface RepliesFound extends Slice<CommentRow> {
  readonly rows: CommentRow[];
  hasNext: boolean;
}

const NO_REPLIES: Slice<CommentRow> = { rows: [], hasPrevious: false, hasNext: false };

/** The replies of a statement by the comment that they answer. Several pages of one statement may show the same comment. */
class Replies {
  readonly #found = new Map<string, RepliesFound>();

  add(
    reply: CommentRow,
    { level, ordinal, place, isLast }: { level: number; ordinal: number; place: number; isLast: boolean },
  ): void {
    const key = `${ordinal} ${level} ${reply.parentId}`;
    const siblings = this.#found.get(key) ?? { rows: [], hasPrevious: false, hasNext: false };
    if (siblings.rows.length === 0) this.#found.set(key, siblings);
    siblings.rows[place - 1] = reply;
    if (place === siblings.rows.length) siblings.hasNext = !isLast;
  }

  of(comment: CommentRow, { level, ordinal }: { level: number; ordinal: number }): Slice<CommentRow> {
    return this.#found.get(`${ordinal} ${level + 1} ${comment.id}`) ?? NO_REPLIES;
  }
}

interface PageAround extends Pick<ThreadPage, 'postId' | 'bound' | 'selection'> {
  readonly order: 'TIME' | 'THREAD';
  readonly number: number;
  readonly size: number;
}

/** The page on which a comment stands: ⌊size / 2⌋ places before it, then the comment, then the rest. */
export async function readPageAround(
  pool: Pool,
  { order, postId, bound, number, size, selection: { columns } }: PageAround,
): Promise<Slice<CommentRow>> {
  const column = order === 'THREAD' ? sql`path` : sql`number`;
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

  const found = await readComments(pool, { from, order: sql`c.${column}`, columns });
  const rows = found.slice(0, size);
  // The first comment of a post stands first in both views, for it answers none.
  return { rows, hasPrevious: rows.length > 0 ? rows[0]?.number !== 1 : number !== 1, hasNext: found.length > size };
}
