import type { CommentRow } from '../data/reads/comment-rows.ts';
import { WHOLE_COMMENT } from '../data/reads/comment-selection.ts';
import type { CommentSelection } from '../data/reads/comment-selection.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { readPageAround } from '../data/reads/thread-pages.ts';
import { badUserInput } from '../errors/coded-error.ts';
import { toConnection } from '../relay/connection.ts';
import type { Connection } from '../relay/connection.ts';
import { cursorExpired, decodeCursor, encodeCursor } from '../relay/cursor.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { readFirstSize, readPage } from '../relay/page.ts';
import type { Page, PageArgs, Slice } from '../relay/page.ts';
import { requirePostOf } from './comment.ts';
import type { ServiceSession } from './service-session.ts';

type View = 'TIME' | 'THREAD';

/** What a page of whole comments shows. */
export const WHOLE_COMMENTS: CommentSelection = { columns: WHOLE_COMMENT, parents: 'NONE', replies: [] };

interface CommentsQuery extends PageArgs {
  readonly post: PostRow;
  readonly order: View;
  readonly around?: string | null | undefined;
  readonly selection: CommentSelection;
}

/** All comments of a post in the view by time or in the view by thread, as they were when the post was read. */
export async function listComments(
  session: ServiceSession,
  { post, order, around, selection, ...args }: CommentsQuery,
): Promise<Connection<CommentRow>> {
  const bound = post.discussion.lastNumber;
  const page = readPage(args, (cursor) => readPlace(cursor, { kind: order, scope: post.id, bound }));
  const request = { order, postId: post.id, parentId: null, bound, page, selection };
  const slice =
    typeof around === 'string'
      ? await readAround(session, { ...request, around, args })
      : await session.loaders.threadPage.load(request);

  return toConnection(slice, {
    cursorOf: ({ number }) => encodeCursor(order, { scope: post.id, key: [number] }),
    totalCount: () => bound,
  });
}

/** The comments directly under a post, by number. */
export async function listTopLevelComments(
  session: ServiceSession,
  { post, selection, ...args }: PageArgs & { post: PostRow; selection: CommentSelection },
): Promise<Connection<CommentRow>> {
  const slice = await readReplies(session, { post, comment: null, args, selection });
  return toConnection(slice, {
    cursorOf: ({ number }) => encodeCursor('REPLIES', { scope: post.id, key: [number] }),
    totalCount: () => post.discussion.topLevelPlaces,
  });
}

interface RepliesQuery {
  readonly comment: CommentRow;
  readonly args: PageArgs;
  /** Called where the page was not read with the comment. */
  readonly selection: () => CommentSelection;
}

/** The direct replies to a comment, by number: at once where they were read with the comment. */
export function listReplies(
  session: ServiceSession,
  { comment, args, selection }: RepliesQuery,
): Connection<CommentRow> | Promise<Connection<CommentRow>> {
  const { replies } = comment;
  return replies?.size === readFirstSize(args)
    ? connectReplies(comment, replies.slice)
    : readRepliesTo(session, { comment, args, selection });
}

async function readRepliesTo(
  session: ServiceSession,
  { comment, args, selection }: RepliesQuery,
): Promise<Connection<CommentRow>> {
  const post = await requirePostOf(session, comment);
  return connectReplies(comment, await readReplies(session, { post, comment, args, selection: selection() }));
}

function connectReplies({ id, replyPlaces }: CommentRow, slice: Slice<CommentRow>): Connection<CommentRow> {
  return toConnection(slice, {
    cursorOf: ({ number }) => encodeCursor('REPLIES', { scope: id, key: [number] }),
    totalCount: () => replyPlaces,
  });
}

async function readReplies(
  session: ServiceSession,
  {
    post,
    comment,
    args,
    selection,
  }: { post: PostRow; comment: CommentRow | null; args: PageArgs; selection: CommentSelection },
): Promise<Slice<CommentRow>> {
  const bound = post.discussion.lastNumber;
  const parentId = comment?.id ?? null;
  const scope = parentId ?? post.id;
  const page = readPage(args, (cursor) => readPlace(cursor, { kind: 'REPLIES', scope, bound }));
  const request = { order: 'REPLIES', postId: post.id, parentId, bound, page, selection } as const;
  return await session.loaders.threadPage.load(request);
}

interface AroundQuery {
  readonly around: string;
  readonly args: PageArgs;
  readonly order: View;
  readonly postId: string;
  readonly bound: number;
  readonly page: Page<number>;
  readonly selection: CommentSelection;
}

async function readAround(
  session: ServiceSession,
  { around, args, order, postId, bound, page, selection }: AroundQuery,
): Promise<Slice<CommentRow>> {
  if ([args.after, args.before, args.last].some((arg) => arg !== null && arg !== undefined)) {
    throw badUserInput('`around` cannot be combined with `after`, `last` or `before`.');
  }
  const id = decodeIdOf('Comment', around);
  const comment = id === null ? null : await session.loaders.comment.load(id);
  if (comment?.postId !== postId || comment.number > bound) {
    throw badUserInput('Expected `around` to be the ID of a comment of this post.');
  }
  const { number } = comment;
  const query = { order, postId, bound, number, size: page.size, selection };
  const slice = await readPageAround(session.database.pool, query);
  // A page's parents and permalinks are often on the same page.
  for (const row of slice.rows) session.loaders.comment.prime(row.id, row);
  return slice;
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
