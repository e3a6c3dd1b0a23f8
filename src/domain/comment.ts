import type { CommentRow } from '../data/reads/comment-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { CodedError } from '../errors/coded-error.ts';
import { toConnection } from '../relay/connection.ts';
import type { Connection } from '../relay/connection.ts';
import { decodeCursor, encodeCursor } from '../relay/cursor.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { readPage } from '../relay/page.ts';
import type { PageArgs } from '../relay/page.ts';
import type { ServiceSession } from './service-session.ts';

/** One comment; null if there is none, or the viewer may not see it. */
export async function findComment({ loaders }: ServiceSession, { id }: { id: string }): Promise<CommentRow | null> {
  const commentId = decodeIdOf('Comment', id);
  return commentId === null ? null : await loaders.comment.load(commentId);
}

/** The post of a visible comment, as this request read it. */
export async function requirePostOf({ loaders }: ServiceSession, comment: CommentRow): Promise<PostRow> {
  const post = await loaders.post.load(comment.postId);
  if (post === null) throw new CodedError('NOT_FOUND', 'The post is no longer published.');
  return post;
}

/** The cursor of a comment in the view by time. A subscription from it sends every later comment. */
export function cursorOfComment({ postId, number }: CommentRow): string {
  return encodeCursor('TIME', { scope: postId, key: [number] });
}

/** A page of an author's published comments on published posts, newest first. */
export async function listCommentsOf(
  { loaders }: ServiceSession,
  { authorId, ...args }: PageArgs & { authorId: string },
): Promise<Connection<CommentRow>> {
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind: 'COMMENTS', scope: authorId }));
  const slice = await loaders.commenterPage.load({ authorId, page });
  return toConnection(slice, {
    cursorOf: ({ createdAt, id }) => encodeCursor('COMMENTS', { scope: authorId, key: [createdAt.getTime(), id] }),
    totalCount: async () => await loaders.commentCountOf.load(authorId),
  });
}
