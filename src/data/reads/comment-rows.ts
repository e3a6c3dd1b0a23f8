import type { Pool } from 'pg';
import { joinedAuthorColumns, selectAuthor, toJoinedAuthor } from './author-rows.ts';
import type { AuthorRow } from './author-rows.ts';
import { WHOLE_COMMENT } from './comment-selection.ts';
import type { CommentColumns } from './comment-selection.ts';
import { CommentStatus } from '../../generated/prisma/enums.ts';
import type { Slice } from '../../relay/page.ts';
import {
  enumeration,
  excludingNull,
  int,
  ints,
  nullable,
  outerJoined,
  select,
  selectNulls,
  text,
  timestamp,
  uuid,
} from '../database/columns.ts';
import type { RowOf } from '../database/columns.ts';
import { nothing, readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/** A comment with its number. What is optional is undefined where it was not read with it. */
export interface CommentRow extends RowOf<typeof headColumns> {
  readonly body?: string | undefined;
  readonly bodyHtml?: string | undefined;
  /** The numbers from the top-level ancestor down to this comment. */
  readonly path?: number[] | undefined;
  readonly editedAt?: Date | null | undefined;
  /** Null for an account, and for a guest without a voice. */
  readonly voiceHash?: string | null | undefined;
  /** Null for a guest. */
  readonly author?: AuthorRow | null | undefined;
  readonly replies?: FirstReplies | undefined;
  /** On a page by score. */
  readonly score?: number | undefined;
}

/** A comment of which every column was read. */
interface WholeComment extends CommentRow {
  readonly body: string;
  readonly bodyHtml: string;
  readonly path: number[];
  readonly editedAt: Date | null;
  readonly voiceHash: string | null;
  readonly author: AuthorRow | null;
}

/** The same comment, where every column of it was read. */
export function requireWhole(comment: CommentRow): WholeComment {
  if (isWhole(comment)) return comment;
  throw new Error(`Expected the whole comment ${comment.id}; found a part of it.`);
}

function isWhole(comment: CommentRow): comment is WholeComment {
  const { body, bodyHtml, path, editedAt, voiceHash, author } = comment;
  return [body, bodyHtml, path, editedAt, voiceHash, author].every((column) => column !== undefined);
}

/** The first page of the replies to a comment. */
export interface FirstReplies {
  /** The number of replies that the page may hold. */
  readonly size: number;
  readonly slice: Slice<CommentRow>;
}

const headColumns = {
  id: uuid,
  postId: uuid,
  parentId: nullable(uuid),
  number: excludingNull(int),
  status: enumeration('comment_status', CommentStatus),
  subject: nullable(text),
  authorId: nullable(uuid),
  guestName: nullable(text),
  replyCount: int,
  replyPlaces: int,
  createdAt: timestamp,
};

const selectableColumns = {
  body: text,
  bodyHtml: text,
  path: excludingNull(ints),
  editedAt: nullable(timestamp),
  voiceHash: nullable(text),
};

export const ofComment = { ...headColumns, ...selectableColumns };
const commentColumns = { ...ofComment, ...joinedAuthorColumns };

/** The columns of the table `comment` that are read for a selection. */
export function tableColumns({
  body,
  bodyHtml,
  path,
  editedAt,
  voiceHash,
}: CommentColumns): typeof headColumns & Partial<typeof selectableColumns> {
  const { body: ofBody, bodyHtml: ofHtml, path: ofPath, editedAt: ofEdit, voiceHash: ofVoice } = selectableColumns;
  return {
    ...headColumns,
    ...(body && { body: ofBody }),
    ...(bodyHtml && { bodyHtml: ofHtml }),
    ...(path && { path: ofPath }),
    ...(editedAt && { editedAt: ofEdit }),
    ...(voiceHash && { voiceHash: ofVoice }),
  };
}

/** The select list of {@link tableColumns}, in which those are null that are read only where they are selected. */
export function selectHead(alias: string, columns: CommentColumns): Sql {
  const left = Object.entries(tableColumns(columns)).filter(([name]) => !(name in headColumns));
  return sql`${select(alias, headColumns)}${selectNulls(Object.fromEntries(left))}`;
}

/** {@link tableColumns} and the author's, where it is selected. */
export function selectedColumns(columns: CommentColumns): typeof headColumns & Partial<typeof commentColumns> {
  return { ...tableColumns(columns), ...(columns.author && joinedAuthorColumns) };
}

/** A whole comment and its author, where an outer join may have found no comment. */
export const joinedCommentColumns = outerJoined(commentColumns);

/** The select list of a whole comment, from `c` (comment) and `a`, its author. */
export const selectComment = sql`${select('c', ofComment)}, ${selectAuthor}`;

/** The comments of `from`, which names `c` (comment), each joined with its author. */
export async function readComments(
  pool: Pool,
  { from, order = sql`c.number`, columns = WHOLE_COMMENT }: { from: Sql; order?: Sql; columns?: CommentColumns },
): Promise<CommentRow[]> {
  const [rows = []] = await readCommentGroups(pool, { from, order, columns, ordinal: sql`1`, groups: 1 });
  return rows;
}

interface GroupsQuery {
  readonly from: Sql;
  readonly order: Sql;
  readonly ordinal: Sql;
  readonly groups: number;
  readonly columns?: CommentColumns;
}

/** As {@link readComments}, grouped by `ordinal`, a column of `from` that counts from 1. */
export async function readCommentGroups(
  pool: Pool,
  { from, order, ordinal, groups, columns = WHOLE_COMMENT }: GroupsQuery,
): Promise<CommentRow[][]> {
  const commentGroups = statement('commentGroups', { ordinal: int, ...selectedColumns(columns) });
  const rows = await readRows(
    pool,
    commentGroups`
      SELECT ${ordinal}::int AS ordinal, ${select('c', tableColumns(columns))}${columns.author ? sql`, ${selectAuthor}` : nothing}
      FROM ${from} ${columns.author ? sql`LEFT JOIN author a ON a.id = c.author_id` : nothing}
      ORDER BY ${order}`,
  );
  const found = Array.from({ length: groups }, (): CommentRow[] => []);
  for (const row of rows) found[row.ordinal - 1]?.push(toCommentRow(row));
  return found;
}

/** Null where the outer join found no comment. */
export function toJoinedCommentRow(row: RowOf<typeof joinedCommentColumns>): CommentRow | null {
  return isFound(row) ? toCommentRow(row) : null;
}

/** A primary key is never null, so a comment that has its id has all of its columns. */
function isFound(row: RowOf<typeof joinedCommentColumns>): row is RowOf<typeof commentColumns> {
  return row.id !== null;
}

/** Names every column: to spread a row costs ten times as much. */
export function toCommentRow(row: RowOf<ReturnType<typeof selectedColumns>>): CommentRow {
  return {
    id: row.id,
    postId: row.postId,
    parentId: row.parentId,
    number: row.number,
    path: row.path,
    status: row.status,
    subject: row.subject,
    authorId: row.authorId,
    guestName: row.guestName,
    voiceHash: row.voiceHash,
    replyCount: row.replyCount,
    replyPlaces: row.replyPlaces,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    body: row.body,
    bodyHtml: row.bodyHtml,
    author: toJoinedAuthor(row),
    replies: undefined,
  };
}
