import type { CommentRow } from '../data/reads/comment-rows.ts';
import { WHOLE_COMMENT } from '../data/reads/comment-selection.ts';
import type { CommentColumns } from '../data/reads/comment-selection.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { requireRead } from '../data/reads/require-read.ts';
import { CodedError } from '../errors/coded-error.ts';
import { toConnection } from '../relay/connection.ts';
import type { Connection } from '../relay/connection.ts';
import { decodeCursor, encodeCursor } from '../relay/cursor.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { readPage } from '../relay/page.ts';
import type { PageArgs } from '../relay/page.ts';
import { NotFoundError } from './errors.ts';
import type { ServiceSession } from './service-session.ts';

/** One comment; null if there is none, or the viewer may not see it. */
export async function findComment({ loaders }: ServiceSession, { id }: { id: string }): Promise<CommentRow | null> {
  const commentId = decodeIdOf('Comment', id);
  return commentId === null ? null : await loaders.comment.load(commentId);
}

/** A comment by the id of its row; null where the viewer may not see it, and for no id. */
export async function findCommentById(
  { loaders }: ServiceSession,
  { commentId }: { readonly commentId: string | null },
): Promise<CommentRow | null> {
  return commentId === null ? null : await loaders.comment.load(commentId);
}

/** A comment that a mutation names. @throws {NotFoundError} where there is none, or the viewer may not see it. */
export async function requireComment(session: ServiceSession, id: string): Promise<CommentRow> {
  const comment = await findComment(session, { id });
  if (comment === null) throw new NotFoundError('Comment not found.');
  return comment;
}

/** The post of a visible comment, as this request read it: at once, unless the request has not read it yet. */
export function requirePostOf(
  { loaders }: ServiceSession,
  { postId }: Pick<CommentRow, 'postId'>,
): PostRow | Promise<PostRow> {
  const post = loaders.post.find(postId);
  return post instanceof Promise || post === null ? requirePost(post) : post;
}

async function requirePost(found: null | Promise<PostRow | null>): Promise<PostRow> {
  const post = await found;
  if (post === null) throw new CodedError('NOT_FOUND', 'The post is no longer published.');
  return post;
}

/** The comment that a comment replies to, at once where it was read with it; null for a top-level comment. */
export function parentOf(
  { loaders }: ServiceSession,
  { parentId }: CommentRow,
): CommentRow | null | Promise<CommentRow | null> {
  return parentId === null ? null : loaders.findParent(parentId);
}

/** The public URL of a comment. */
export function urlOf(session: ServiceSession, comment: CommentRow): string | Promise<string> {
  const post = requirePostOf(session, comment);
  const ofComment = ({ slug, pageUrl }: PostRow) =>
    session.addresses.ofComment({ slug, pageUrl, number: comment.number });
  return post instanceof Promise ? post.then(ofComment) : ofComment(post);
}

/** The cursor of a comment in the view by time. A subscription from it sends every later comment. */
export function cursorOfComment({ postId, number }: CommentRow): string {
  return encodeCursor('TIME', { scope: postId, key: [number] });
}

/** A page of an author's published comments on published posts, newest first. */
export async function listCommentsOf(
  { loaders }: ServiceSession,
  { authorId, columns = WHOLE_COMMENT, ...args }: PageArgs & { authorId: string; columns?: CommentColumns },
): Promise<Connection<CommentRow>> {
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind: 'COMMENTS', scope: authorId }));
  const slice = await loaders.commenterPage.load({ authorId, page, columns });
  return toConnection(slice, {
    cursorOf: ({ createdAt, id }) => encodeCursor('COMMENTS', { scope: authorId, key: [createdAt.getTime(), id] }),
    totalCount: () => loaders.commentCountOf.load(authorId),
  });
}

/** The numbers of the comments of a post that are locked: as they were read with the post, where they were. */
export function listLocked(
  { loaders }: ServiceSession,
  { id, discussion: { locked } }: PostRow,
): readonly number[] | Promise<readonly number[]> {
  return locked ?? loaders.administered.locked.load(id);
}

/** Whether nobody may reply to a comment, because it or one above it is locked. */
export async function isCommentLocked({ loaders }: ServiceSession, { postId, path }: CommentRow): Promise<boolean> {
  const locked = await loaders.administered.locked.load(postId);
  return locked.length > 0 && requireRead(path).some((number) => locked.includes(number));
}
