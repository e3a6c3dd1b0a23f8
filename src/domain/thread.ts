import type { CommentRow } from '../data/reads/comment-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { readPageAround } from '../data/reads/thread-pages.ts';
import { badUserInput } from '../errors/coded-error.ts';
import { toConnection } from '../relay/connection.ts';
import type { Connection } from '../relay/connection.ts';
import { cursorExpired, decodeCursor, encodeCursor } from '../relay/cursor.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { readPage } from '../relay/page.ts';
import type { Page, PageArgs } from '../relay/page.ts';
import type { ServiceSession } from './service-session.ts';

type View = 'TIME' | 'THREAD';

/** All comments of a post in the view by time or in the view by thread, as they were when the post was read. */
export async function listComments(
  session: ServiceSession,
  { post, order, around, ...args }: PageArgs & { post: PostRow; order: View; around?: string | null | undefined },
): Promise<Connection<CommentRow>> {
  const bound = post.discussion.lastNumber;
  const page = readPage(args, (cursor) => readPlace(cursor, { kind: order, scope: post.id, bound }));
  const request = { order, postId: post.id, parentId: null, bound, page };
  const slice =
    typeof around === 'string'
      ? await readAround(session, { ...request, around, args })
      : await session.loaders.threadPage.load(request);

  remember(session, slice.rows);
  return toConnection(slice, {
    cursorOf: ({ number }) => encodeCursor(order, { scope: post.id, key: [number] }),
    totalCount: () => bound,
  });
}

/** The direct replies to a post, or to a comment, by number. */
export async function listReplies(
  session: ServiceSession,
  { post, comment, ...args }: PageArgs & { post: PostRow; comment: CommentRow | null },
): Promise<Connection<CommentRow>> {
  const scope = comment?.id ?? post.id;
  const bound = post.discussion.lastNumber;
  const page = readPage(args, (cursor) => readPlace(cursor, { kind: 'REPLIES', scope, bound }));
  const parentId = comment?.id ?? null;
  const slice = await session.loaders.threadPage.load({ order: 'REPLIES', postId: post.id, parentId, bound, page });

  remember(session, slice.rows);
  return toConnection(slice, {
    cursorOf: ({ number }) => encodeCursor('REPLIES', { scope, key: [number] }),
    totalCount: () => comment?.replyPlaces ?? post.discussion.topLevelPlaces,
  });
}

async function readAround(
  session: ServiceSession,
  {
    around,
    args,
    order,
    postId,
    bound,
    page,
  }: {
    around: string;
    args: PageArgs;
    order: View;
    postId: string;
    bound: number;
    page: Page<number>;
  },
) {
  if ([args.after, args.before, args.last].some((arg) => arg !== null && arg !== undefined)) {
    throw badUserInput('`around` cannot be combined with `after`, `last` or `before`.');
  }
  const id = decodeIdOf('Comment', around);
  const comment = id === null ? null : await session.loaders.comment.load(id);
  if (comment?.postId !== postId || comment.number > bound) {
    throw badUserInput('Expected `around` to be the ID of a comment of this post.');
  }
  const { number } = comment;
  return await readPageAround(session.database.pool, { order, postId, bound, number, size: page.size });
}

/** @throws {CodedError} `CURSOR_EXPIRED` for a number that was not given yet, as after the restore of a backup. */
function readPlace(
  cursor: string,
  { kind, scope, bound }: { kind: View | 'REPLIES'; scope: string; bound: number },
): number {
  const [number] = decodeCursor(cursor, { kind, scope });
  if (number > bound) throw cursorExpired();
  return number;
}

/** A page's parents and permalinks are often on the same page. */
function remember({ loaders }: ServiceSession, rows: readonly CommentRow[]): void {
  for (const row of rows) loaders.comment.prime(row.id, row);
}
