// The fields of a mutation's payload are answered from what its transaction read: what is stored is answered, also if the database
// goes away right after the commit.
import type { AuthorRow } from '../../data/reads/author-rows.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import type { TagRow } from '../../data/reads/tag-rows.ts';
import type { AddedComment, NewComment } from '../../data/log/add-comment.ts';
import type { LockedDiscussion } from '../../data/log/log.ts';
import { requireRead } from '../../data/reads/require-read.ts';
import type { Comment, Discussion } from '../../generated/prisma/client.ts';
import type { ServiceSession } from '../service-session.ts';
import type { Place } from './find-place.ts';

interface WrittenComment {
  readonly comment: Comment;
  readonly author: AuthorRow | null;
  /** The post as it was read before the lock was taken. */
  readonly post: PostRow;
  readonly locked: LockedDiscussion;
  /** The state of the discussion after the write. */
  readonly discussion: Discussion;
}

/** Remembers a comment after a change of it, its author, and its post unless that was edited in between. */
export function rememberComment(
  { loaders }: ServiceSession,
  { comment, author, post, locked, discussion }: WrittenComment,
): CommentRow {
  const row: CommentRow = { ...comment, number: requireNumber(comment), author };
  loaders.comment.prime(row.id, row);
  if (author !== null) loaders.author.prime(author.id, author);
  if (post.updatedAt.getTime() === locked.updatedAt.getTime()) {
    loaders.post.prime(post.id, { ...post, publishedAt: locked.publishedAt, discussion });
  }
  return row;
}

/** Remembers a comment that was added, its author, its parent, and its post, unless those were edited in between. */
export function rememberAdded(
  { loaders }: ServiceSession,
  { comment, place: { post, parent, author }, added }: { comment: NewComment; place: Place; added: AddedComment },
): CommentRow {
  const { number, seq, commentCount, topLevelPlaces } = added;
  const row: CommentRow = {
    id: comment.id,
    postId: comment.postId,
    parentId: comment.parentId,
    number,
    path: [...(parent === null ? [] : requireRead(parent.path)), number],
    status: 'PUBLISHED',
    subject: comment.subject,
    body: comment.body,
    bodyHtml: comment.bodyHtml,
    authorId: comment.authorId,
    guestName: comment.guestName,
    voiceHash: comment.voiceHash,
    replyCount: 0,
    replyPlaces: 0,
    createdAt: comment.createdAt,
    editedAt: null,
    author,
  };
  loaders.comment.prime(row.id, row);
  if (author !== null) loaders.author.prime(author.id, author);
  if (post.updatedAt.getTime() === added.postUpdatedAt.getTime()) {
    const discussion = { ...post.discussion, seq, lastNumber: number, commentCount, topLevelPlaces };
    loaders.post.prime(post.id, { ...post, discussion });
  }
  if (parent !== null && parent.editedAt?.getTime() === added.parentEditedAt?.getTime()) {
    const { parentReplyCount: replyCount, parentReplyPlaces: replyPlaces } = added;
    if (replyCount !== null && replyPlaces !== null)
      loaders.comment.prime(parent.id, { ...parent, replyCount, replyPlaces });
  }
  return row;
}

/** Remembers a post after a write, its author, and its tags where they were written. */
export function rememberPost(
  { loaders }: ServiceSession,
  { post, author, tags }: { post: PostRow; author: AuthorRow | null; tags: readonly TagRow[] | null },
): PostRow {
  loaders.post.prime(post.id, post);
  if (author !== null && author.id === post.authorId) loaders.author.prime(author.id, author);
  if (tags !== null) loaders.tagsOfPost.prime(post.id, tags);
  return post;
}

function requireNumber({ id, number }: Comment): number {
  if (number === null) throw new Error(`The comment ${id} has no number.`);
  return number;
}
