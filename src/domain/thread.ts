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
import { listTopComments, listTopReplies } from './reactions/list-top.ts';
import type { ServiceSession } from './service-session.ts';

type View = 'TIME' | 'THREAD';
type ReplyOrder = 'NUMBER' | 'TOP';

/** What a page of whole comments shows. */
export const WHOLE_COMMENTS: CommentSelection = { columns: WHOLE_COMMENT, parents: 'NONE', replies: [] };

interface CommentsQuery extends PageArgs {
  readonly post: PostRow;
  readonly order: View | 'TOP';
  /** The ID of a comment, or its number, around which the page is built. */
  readonly around?: string | null | undefined;
  readonly aroundNumber?: number | null | undefined;
  readonly selection: CommentSelection;
}

/** All comments of a post in the view by time, in the view by thread or by score, as they were when the post was read. */
export async function listComments(
  session: ServiceSession,
  { post, order, around, aroundNumber, selection, ...args }: CommentsQuery,
): Promise<Connection<CommentRow>> {
  const bound = post.discussion.lastNumber;
  const find = async () => (typeof around === 'string' ? await findAnchor(session, { around, args, post }) : null);
  if (order === 'TOP') {
    if (typeof aroundNumber === 'number')
      throw badUserInput('Only the views by time and by thread take `aroundNumber`.');
    return await listTopComments(session, { post, args, selection, findAnchor: find });
  }

  const page = readPage(args, (cursor) => readPlace(cursor, { kind: order, scope: post.id, bound }));
  const anchor = typeof aroundNumber === 'number' ? readAnchor(aroundNumber, { around, args, post }) : await find();
  const request = { order, postId: post.id, parentId: null, bound, page, selection };
  const slice = await (anchor === null
    ? session.loaders.threadPage.load(request)
    : readAround(session, { ...request, anchor }));

  return toConnection(slice, {
    cursorOf: ({ number }) => encodeCursor(order, { scope: post.id, key: [number] }),
    totalCount: () => bound,
  });
}

/** Whether a post has given a number: those that it has given have no hole. */
export function hasNumber({ discussion }: PostRow, number: number): boolean {
  return number >= 1 && number <= discussion.lastNumber;
}

/** The comments directly under a post. */
export async function listTopLevelComments(
  session: ServiceSession,
  { post, order, selection, ...args }: PageArgs & { post: PostRow; order: ReplyOrder; selection: CommentSelection },
): Promise<Connection<CommentRow>> {
  if (order === 'TOP') return await listTopReplies(session, { post, comment: null, args, selection });
  const slice = await readReplies(session, { post, comment: null, args, selection });
  return toConnection(slice, {
    cursorOf: ({ number }) => encodeCursor('REPLIES', { scope: post.id, key: [number] }),
    totalCount: () => post.discussion.topLevelPlaces,
  });
}

interface RepliesQuery {
  readonly comment: CommentRow;
  readonly order: ReplyOrder;
  readonly args: PageArgs;
  /** Called where the page was not read with the comment. */
  readonly selection: () => CommentSelection;
}

/** The direct replies to a comment: at once where they were read with the comment. */
export function listReplies(
  session: ServiceSession,
  query: RepliesQuery,
): Connection<CommentRow> | Promise<Connection<CommentRow>> {
  const { comment, order, args } = query;
  const { replies } = comment;
  return order === 'NUMBER' && replies?.size === readFirstSize(args)
    ? connectReplies(comment, replies.slice)
    : readRepliesTo(session, query);
}

async function readRepliesTo(
  session: ServiceSession,
  { comment, order, args, selection }: RepliesQuery,
): Promise<Connection<CommentRow>> {
  const post = await requirePostOf(session, comment);
  if (order === 'TOP') return await listTopReplies(session, { post, comment, args, selection: selection() });
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
  const [parentId, scope] = [comment?.id ?? null, comment?.id ?? post.id];
  const page = readPage(args, (cursor) => readPlace(cursor, { kind: 'REPLIES', scope, bound }));
  const request = { order: 'REPLIES', postId: post.id, parentId, bound, page, selection } as const;
  return await session.loaders.threadPage.load(request);
}

/** The comment around which a page is to be built. */
async function findAnchor(
  { loaders }: ServiceSession,
  { around, args, post }: { around: string; args: PageArgs; post: PostRow },
): Promise<CommentRow> {
  requireAlone('around', [args.after, args.before, args.last]);
  const id = decodeIdOf('Comment', around);
  const comment = id === null ? null : await loaders.comment.load(id);
  if (comment?.postId !== post.id || comment.number > post.discussion.lastNumber) {
    throw badUserInput('Expected `around` to be the ID of a comment of this post.');
  }
  return comment;
}

/** As {@link findAnchor}, by the number. */
function readAnchor(
  number: number,
  { around, args, post }: Pick<CommentsQuery, 'around' | 'post'> & { readonly args: PageArgs },
): Pick<CommentRow, 'number'> {
  requireAlone('aroundNumber', [around, args.after, args.before, args.last]);
  if (!hasNumber(post, number)) {
    throw badUserInput('Expected `aroundNumber` to be the number of a comment of this post.');
  }
  return { number };
}

function requireAlone(name: 'around' | 'aroundNumber', others: readonly unknown[]): void {
  if (others.every((other) => other === null || other === undefined)) return;
  throw badUserInput(`\`${name}\` cannot be combined with another place: \`after\`, \`last\` or \`before\`.`);
}

interface AroundQuery {
  readonly anchor: Pick<CommentRow, 'number'>;
  readonly order: View;
  readonly postId: string;
  readonly bound: number;
  readonly page: Page<number>;
  readonly selection: CommentSelection;
}

async function readAround(
  { database, loaders }: ServiceSession,
  { anchor, page, ...query }: AroundQuery,
): Promise<Slice<CommentRow>> {
  const slice = await readPageAround(database.pool, { ...query, number: anchor.number, size: page.size });
  // A page's parents and permalinks are often on the same page.
  for (const row of slice.rows) loaders.comment.prime(row.id, row);
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
