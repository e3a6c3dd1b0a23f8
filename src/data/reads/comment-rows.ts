import type { Pool } from 'pg';
import type { Comment } from '../../generated/prisma/client.ts';
import type { AuthorRow } from './author-rows.ts';
import {
  enumeration,
  excludingNull,
  int,
  ints,
  nullable,
  outerJoined,
  select,
  text,
  timestamp,
  uuid,
} from '../database/columns.ts';
import type { RowOf } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import { CommentStatus } from '../../generated/prisma/enums.ts';
import type { Sql } from '../database/sql.ts';

/** A comment with its number, joined with its author, so that a thread needs no statement for authors. */
export interface CommentRow extends Comment {
  readonly number: number;
  readonly author: AuthorRow | null;
}

export const ofComment = {
  id: uuid,
  postId: uuid,
  parentId: nullable(uuid),
  number: excludingNull(int),
  path: excludingNull(ints),
  status: enumeration('comment_status', CommentStatus),
  subject: nullable(text),
  body: text,
  bodyHtml: text,
  rendererVersion: int,
  authorId: nullable(uuid),
  guestName: nullable(text),
  voiceHash: nullable(text),
  replyCount: int,
  replyPlaces: int,
  clientMutationId: nullable(text),
  clientMutationHash: nullable(text),
  source: nullable(text),
  externalId: nullable(text),
  createdAt: timestamp,
  editedAt: nullable(timestamp),
  deletedAt: nullable(timestamp),
};

/** A comment with its number, and its author, as one row. */
const commentColumns = {
  ...ofComment,
  authorIssuer: nullable(text),
  authorSubject: nullable(text),
  authorHandle: nullable(text),
  authorDisplayName: nullable(text),
  authorAvatarUrl: nullable(text),
  authorSource: nullable(text),
  authorExternalId: nullable(text),
  authorCreatedAt: nullable(timestamp),
};

/** {@link commentColumns} where an outer join may have found no comment. */
export const joinedCommentColumns = outerJoined(commentColumns);

/** The select list of {@link commentColumns}, from `c` (comment) and `a`, its author. */
export const selectComment = sql`${select('c', ofComment)}, a.issuer AS "authorIssuer", a.subject AS "authorSubject",
  a.handle AS "authorHandle", a.display_name AS "authorDisplayName", a.avatar_url AS "authorAvatarUrl",
  a.source AS "authorSource", a.external_id AS "authorExternalId", a.created_at AS "authorCreatedAt"`;

const commentGroups = statement('commentGroups', { ordinal: int, ...commentColumns });

/** The comments of `from`, which names `c` (comment), each joined with its author. */
export async function readComments(
  pool: Pool,
  { from, order = sql`c.number` }: { from: Sql; order?: Sql },
): Promise<CommentRow[]> {
  const [rows = []] = await readCommentGroups(pool, { from, order, ordinal: sql`1`, groups: 1 });
  return rows;
}

/** As {@link readComments}, grouped by `ordinal`, a column of `from` that counts from 1. */
export async function readCommentGroups(
  pool: Pool,
  { from, order, ordinal, groups }: { from: Sql; order: Sql; ordinal: Sql; groups: number },
): Promise<CommentRow[][]> {
  const rows = await readRows(
    pool,
    commentGroups`
      SELECT ${ordinal}::int AS ordinal, ${selectComment}
      FROM ${from} LEFT JOIN author a ON a.id = c.author_id
      ORDER BY ${order}`,
  );
  const found = Array.from({ length: groups }, (): CommentRow[] => []);
  for (const { ordinal: place, ...row } of rows) found[place - 1]?.push(toCommentRow(row));
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

function toCommentRow(row: RowOf<typeof commentColumns>): CommentRow {
  const {
    authorIssuer,
    authorSubject,
    authorHandle,
    authorDisplayName,
    authorAvatarUrl,
    authorSource,
    authorExternalId,
    authorCreatedAt,
    ...comment
  } = row;
  if (row.authorId === null || authorHandle === null || authorDisplayName === null || authorCreatedAt === null) {
    return { ...comment, author: null };
  }
  const author: AuthorRow = {
    id: row.authorId,
    issuer: authorIssuer,
    subject: authorSubject,
    handle: authorHandle,
    displayName: authorDisplayName,
    avatarUrl: authorAvatarUrl,
    source: authorSource,
    externalId: authorExternalId,
    createdAt: authorCreatedAt,
  };
  return { ...comment, author };
}
