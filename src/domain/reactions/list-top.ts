import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { CommentSelection } from '../../data/reads/comment-selection.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { toConnection } from '../../relay/connection.ts';
import type { Connection } from '../../relay/connection.ts';
import { cursorExpired, decodeCursor, encodeCursor } from '../../relay/cursor.ts';
import { readPage } from '../../relay/page.ts';
import type { Page, PageArgs, Slice } from '../../relay/page.ts';
import type { ServiceSession } from '../service-session.ts';

interface TopQuery {
  readonly post: PostRow;
  readonly args: PageArgs;
  readonly selection: CommentSelection;
}

/**
 * All comments of a post by score. Their scores are those of the moment: one whose score crosses a cursor may be missed or repeated.
 *
 * @param query.findAnchor finds the comment around which the page is to be built; null where it is to be built by its arguments.
 */
export async function listTopComments(
  session: ServiceSession,
  { findAnchor, ...query }: TopQuery & { readonly findAnchor: () => Promise<CommentRow | null> },
): Promise<Connection<CommentRow>> {
  const { id, discussion } = query.post;
  const list = { kind: 'TOP', scope: id } as const;
  const page = readTopPage(query, list);
  const anchor = await findAnchor();
  const slice = await (anchor === null
    ? readTop(session, { ...query, ...list, page, parentId: null })
    : readAround(session, { ...query, comment: anchor, size: page.size }));
  return connect(slice, { ...list, total: discussion.lastNumber });
}

/** The replies to a comment, or the top-level comments of a post where it is null, by score; see {@link listTopComments}. */
export async function listTopReplies(
  session: ServiceSession,
  query: TopQuery & { readonly comment: CommentRow | null },
): Promise<Connection<CommentRow>> {
  const { comment, post } = query;
  const scope = comment?.id ?? post.id;
  const list = { kind: 'TOP_REPLIES', scope } as const;
  const page = readTopPage(query, list);
  const slice = await readTop(session, { ...query, ...list, page, parentId: comment?.id ?? null });
  return connect(slice, { ...list, total: comment?.replyPlaces ?? post.discussion.topLevelPlaces });
}

/** ⌊size / 2⌋ places before a comment, then the comment, then the rest. */
async function readAround(
  { loaders }: ServiceSession,
  { post, selection, comment, size }: TopQuery & { readonly comment: CommentRow; readonly size: number },
): Promise<Slice<CommentRow>> {
  const { id: postId, discussion } = post;
  const score = await loaders.reactions.score.load(comment.id);
  const request = { order: 'TOP', postId, parentId: null, bound: discussion.lastNumber, score, selection } as const;
  const before = { isForward: false, size: Math.floor(size / 2), key: comment.number };
  const head = await loaders.threadPage.load({ ...request, page: before });
  // The place in front of the comment itself.
  const after = { isForward: true, size: size - head.rows.length, key: comment.number - 1 };
  const tail = await loaders.threadPage.load({ ...request, page: after });
  return { rows: [...head.rows, ...tail.rows], hasPrevious: head.hasPrevious, hasNext: tail.hasNext };
}

interface TopList {
  readonly kind: 'TOP' | 'TOP_REPLIES';
  readonly scope: string;
}

interface TopKey {
  readonly score: number;
  readonly number: number;
}

function readTopPage({ post, args }: TopQuery, list: TopList): Page<TopKey> {
  return readPage(args, (cursor) => {
    const [score, number] = decodeCursor(cursor, list);
    if (number > post.discussion.lastNumber) throw cursorExpired();
    return { score, number };
  });
}

async function readTop(
  { loaders }: ServiceSession,
  query: TopQuery & TopList & { readonly page: Page<TopKey>; readonly parentId: string | null },
): Promise<Slice<CommentRow>> {
  const { post, selection, kind, parentId } = query;
  const { key, ...page } = query.page;
  return await loaders.threadPage.load({
    order: kind,
    postId: post.id,
    parentId,
    bound: post.discussion.lastNumber,
    page: { ...page, key: key?.number ?? null },
    score: key?.score,
    selection,
  });
}

function connect(
  slice: Slice<CommentRow>,
  { kind, scope, total }: TopList & { readonly total: number },
): Connection<CommentRow> {
  return toConnection(slice, {
    cursorOf: ({ score = 0, number }) => encodeCursor(kind, { scope, key: [score, number] }),
    totalCount: () => total,
  });
}
