import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { CommentSelection } from '../../data/reads/comment-selection.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { toConnection } from '../../relay/connection.ts';
import type { Connection } from '../../relay/connection.ts';
import { cursorExpired, decodeCursor, encodeCursor } from '../../relay/cursor.ts';
import { readPage } from '../../relay/page.ts';
import type { PageArgs, Slice } from '../../relay/page.ts';
import type { ServiceSession } from '../service-session.ts';

interface TopQuery {
  readonly post: PostRow;
  readonly args: PageArgs;
  readonly selection: CommentSelection;
}

/** All comments of a post by score. Their scores are those of the moment: one whose score crosses a cursor may be missed or repeated. */
export async function listTopComments(session: ServiceSession, query: TopQuery): Promise<Connection<CommentRow>> {
  const { id, discussion } = query.post;
  const slice = await readTop(session, { ...query, kind: 'TOP', parentId: null, scope: id });
  return connect(slice, { kind: 'TOP', scope: id, total: discussion.lastNumber });
}

/** The replies to a comment, or the top-level comments of a post where it is null, by score; see {@link listTopComments}. */
export async function listTopReplies(
  session: ServiceSession,
  query: TopQuery & { readonly comment: CommentRow | null },
): Promise<Connection<CommentRow>> {
  const { comment, post } = query;
  const scope = comment?.id ?? post.id;
  const slice = await readTop(session, { ...query, kind: 'TOP_REPLIES', parentId: comment?.id ?? null, scope });
  const total = comment?.replyPlaces ?? post.discussion.topLevelPlaces;
  return connect(slice, { kind: 'TOP_REPLIES', scope, total });
}

/** ⌊size / 2⌋ places before a comment, then the comment, then the rest. */
export async function listTopAround(
  session: ServiceSession,
  { post, args, selection, comment }: TopQuery & { readonly comment: CommentRow },
): Promise<Connection<CommentRow>> {
  const { loaders } = session;
  const { id: postId, discussion } = post;
  const { size } = readPage(args, () => null);
  const score = await loaders.reactions.score.load(comment.id);
  const request = { order: 'TOP', postId, parentId: null, bound: discussion.lastNumber, score, selection } as const;
  const before = { isForward: false, size: Math.floor(size / 2), key: comment.number };
  const head = await loaders.threadPage.load({ ...request, page: before });
  // The place in front of the comment itself.
  const after = { isForward: true, size: size - head.rows.length, key: comment.number - 1 };
  const tail = await loaders.threadPage.load({ ...request, page: after });

  const slice = { rows: [...head.rows, ...tail.rows], hasPrevious: head.hasPrevious, hasNext: tail.hasNext };
  return connect(slice, { kind: 'TOP', scope: postId, total: discussion.lastNumber });
}

interface TopList {
  readonly kind: 'TOP' | 'TOP_REPLIES';
  readonly scope: string;
}

async function readTop(
  { loaders }: ServiceSession,
  { post, args, selection, kind, parentId, scope }: TopQuery & TopList & { readonly parentId: string | null },
): Promise<Slice<CommentRow>> {
  const bound = post.discussion.lastNumber;
  const { key, ...page } = readPage(args, (cursor) => {
    const [score, number] = decodeCursor(cursor, { kind, scope });
    if (number > bound) throw cursorExpired();
    return { score, number };
  });
  return await loaders.threadPage.load({
    order: kind,
    postId: post.id,
    parentId,
    bound,
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
