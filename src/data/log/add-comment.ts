import type { CommentStatus } from '../../generated/prisma/enums.ts';
import { int, nullable, timestamp } from '../database/columns.ts';
import { readRows, readRowsIn, statement } from '../database/sql.ts';
import type { Connection, Transaction } from '../database/transaction.ts';

const addedComment = statement('addedComment', {
  number: int,
  seq: int,
  commentCount: int,
  topLevelPlaces: int,
  postUpdatedAt: timestamp,
  parentEditedAt: nullable(timestamp),
  parentReplyCount: nullable(int),
  parentReplyPlaces: nullable(int),
});

/** The columns of a new comment that are not given by its place. */
export interface NewComment {
  readonly id: string;
  readonly postId: string;
  readonly parentId: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly bodyHtml: string;
  readonly rendererVersion: number;
  readonly authorId: string | null;
  readonly guestName: string | null;
  readonly voiceHash: string | null;
  readonly clientMutationId: string | null;
  readonly clientMutationHash: string | null;
  readonly createdAt: Date;
}

/** What it was decided by that the comment may be written. */
interface SeenPlace {
  readonly isOpen: boolean;
  readonly publishedAt: Date | null;
  readonly parent: { readonly status: CommentStatus; readonly subject: string | null } | null;
}

/** The place that a comment was given, and the state after it. */
export interface AddedComment {
  readonly number: number;
  readonly seq: number;
  readonly commentCount: number;
  readonly topLevelPlaces: number;
  /** When the texts of the post were last written. */
  readonly postUpdatedAt: Date;
  /** The parent's, null where it was never edited, or there is none. */
  readonly parentEditedAt: Date | null;
  readonly parentReplyCount: number | null;
  readonly parentReplyPlaces: number | null;
}

/**
 * Writes a comment, its event and every counter in one statement, under the lock of its discussion. A comment of the same id that
 * is there already is returned as it was added.
 *
 * @returns null, and nothing is written, where something is no longer as it was seen, or the same commenter has written another
 *   comment under the key.
 */
export async function addComment(connection: Connection, addition: Addition): Promise<AddedComment | null> {
  const [added] = await readRows(connection, callAddComment(addition));
  return added ?? null;
}

/** As {@link addComment}, within a transaction. */
export async function addCommentIn(tx: Transaction, addition: Addition): Promise<AddedComment | null> {
  const [added] = await readRowsIn(tx, callAddComment(addition));
  return added ?? null;
}

interface Addition {
  readonly comment: NewComment;
  readonly seen: SeenPlace;
}

function callAddComment({ comment, seen }: Addition) {
  return addedComment`
    SELECT number, seq, comment_count AS "commentCount", top_level_places AS "topLevelPlaces",
      post_updated_at AS "postUpdatedAt", parent_edited_at AS "parentEditedAt",
      parent_reply_count AS "parentReplyCount", parent_reply_places AS "parentReplyPlaces"
    FROM add_comment(
      ${comment.id}::uuid, ${comment.postId}::uuid, ${comment.parentId}::uuid,
      ${comment.subject}, ${comment.body}, ${comment.bodyHtml}, ${comment.rendererVersion}::int,
      ${comment.authorId}::uuid, ${comment.guestName}, ${comment.voiceHash},
      ${comment.clientMutationId}, ${comment.clientMutationHash}, ${comment.createdAt}::timestamptz,
      ${seen.isOpen}::boolean, ${seen.publishedAt}::timestamptz,
      ${seen.parent?.status ?? null}::comment_status, ${seen.parent?.subject ?? null})`;
}
