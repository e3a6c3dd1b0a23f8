import type { Pool } from 'pg';
import type { Comment } from '../../generated/prisma/client.ts';
import type { AuthorRow } from './author-rows.ts';
import { readRows, sql } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/** A comment that has its place. Its account comes with it, so that a thread needs no statement for authors. */
export interface CommentRow extends Comment {
  readonly number: number;
  readonly author: AuthorRow | null;
}

/** A comment and its account as one row. */
export interface FlatCommentRow extends Comment {
  readonly number: number;
  readonly authorIssuer: string | null;
  readonly authorSubject: string | null;
  readonly authorHandle: string | null;
  readonly authorDisplayName: string | null;
  readonly authorAvatarUrl: string | null;
  readonly authorSource: string | null;
  readonly authorExternalId: string | null;
  readonly authorCreatedAt: Date | null;
}

/** The columns of `c` (comment), named as Prisma names them, and those of `a`, its author. */
export const commentColumns = sql`c.id, c.post_id AS "postId", c.parent_id AS "parentId", c.number, c.path, c.status,
  c.subject, c.body, c.body_html AS "bodyHtml", c.renderer_version AS "rendererVersion", c.author_id AS "authorId",
  c.guest_name AS "guestName", c.voice_hash AS "voiceHash", c.reply_count AS "replyCount",
  c.reply_places AS "replyPlaces", c.client_mutation_id AS "clientMutationId",
  c.client_mutation_hash AS "clientMutationHash", c.source, c.external_id AS "externalId", c.created_at AS "createdAt",
  c.edited_at AS "editedAt", c.deleted_at AS "deletedAt", a.issuer AS "authorIssuer", a.subject AS "authorSubject",
  a.handle AS "authorHandle", a.display_name AS "authorDisplayName", a.avatar_url AS "authorAvatarUrl",
  a.source AS "authorSource", a.external_id AS "authorExternalId", a.created_at AS "authorCreatedAt"`;

/** Comments of `from`, which names `c` (comment); the account of each is joined to it. */
export async function readComments(
  pool: Pool,
  { from, order = sql`c.number` }: { from: Sql; order?: Sql },
): Promise<CommentRow[]> {
  const [rows = []] = await readCommentGroups(pool, { from, order, ordinal: sql`1`, groups: 1 });
  return rows;
}

/** As {@link readComments}, parted by a column of `from` that counts the groups from 1. */
export async function readCommentGroups(
  pool: Pool,
  { from, order, ordinal, groups }: { from: Sql; order: Sql; ordinal: Sql; groups: number },
): Promise<CommentRow[][]> {
  const statement = sql`
    SELECT ${ordinal}::int AS ordinal, ${commentColumns}
    FROM ${from} LEFT JOIN author a ON a.id = c.author_id
    ORDER BY ${order}`;
  const found = Array.from({ length: groups }, (): CommentRow[] => []);
  for (const { ordinal: place, ...row } of await readRows<FlatCommentRow & { ordinal: number }>(pool, statement)) {
    found[place - 1]?.push(toCommentRow(row));
  }
  return found;
}

export function toCommentRow(row: FlatCommentRow): CommentRow {
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
