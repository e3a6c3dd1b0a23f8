import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { requireWhole } from '../../data/reads/comment-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { isShown } from '../../data/reads/visibility.ts';
import type { Connection } from '../../relay/connection.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { listLocked } from '../comment.ts';
import { avatarOf, isAuthor, showCommenter } from '../commenter.ts';
import { findPinned } from '../moderation/pin-comment.ts';
import type { PinnedPlace } from '../moderation/pin-comment.ts';
import { cursorOfPost } from '../post.ts';
import { listReactions } from '../reactions/list-reactions.ts';
import type { ServiceSession } from '../service-session.ts';

/** What the query `Comments` of the SDK answers under `post`. */
export type CommentsAnswer = Awaited<ReturnType<typeof answerComments>>;

interface Answered {
  readonly post: PostRow;
  readonly comments: Connection<CommentRow>;
}

/**
 * Answers the query `Comments` of the SDK for everybody, from rows that a page has read already, so that the page and what goes on from
 * it show one moment. test/pages/takeover.test.ts compares it with what the query answers.
 */
export async function answerComments(session: ServiceSession, { post, comments }: Answered) {
  const { id, publishedAt, discussion } = post;
  return {
    id: encodeGlobalId('Post', id),
    cursor: cursorOfPost(post),
    publishedAt,
    commentCount: discussion.commentCount,
    commentsOpen: discussion.isOpen,
    guestsCanReact: session.config.hasGuestReactions,
    lockedNumbers: await listLocked(session, post),
    firstWord: await answerPinned(session, { post, as: 'FIRST_WORD' }),
    lastWord: await answerPinned(session, { post, as: 'LAST_WORD' }),
    comments: await answerPage(session, { post, comments }),
  };
}

/** Of {@link answerComments} the page alone. */
export async function answerPage(session: ServiceSession, { post, comments }: Answered) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = comments.pageInfo;
  const edges = comments.edges.map(async ({ cursor, node }) => ({
    cursor,
    node: await answerComment(session, { post, comment: node }),
  }));
  return {
    totalCount: await comments.totalCount(),
    pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor },
    edges: await Promise.all(edges),
  };
}

async function answerPinned(session: ServiceSession, query: { readonly post: PostRow; readonly as: PinnedPlace }) {
  const comment = await findPinned(session, query);
  if (comment === null) return null;
  const { id, number, bodyHtml } = requireWhole(comment);
  return { id: encodeGlobalId('Comment', id), number, bodyHtml, author: answerCommenter(session, comment) };
}

async function answerComment(
  session: ServiceSession,
  { post, comment }: { readonly post: PostRow; readonly comment: CommentRow },
) {
  const { id, parentId, number, path, status, subject, body, bodyHtml, createdAt, editedAt, replyCount } =
    requireWhole(comment);
  const { slug, pageUrl } = post;
  const reactions = await listReactions(session, comment);
  const shown = isShown(comment)
    ? { subject, body, bodyHtml, author: answerCommenter(session, comment) }
    : { subject: null, body: null, bodyHtml: null, author: null };
  return {
    ...{ id: encodeGlobalId('Comment', id), number, path, depth: path.length - 1, status },
    parent: parentId === null ? null : { id: encodeGlobalId('Comment', parentId), number: path.at(-2) },
    ...{ ...shown, createdAt, editedAt, url: session.addresses.ofComment({ slug, pageUrl, number }), replyCount },
    reactions: reactions.map(({ kind, count }) => ({ kind, count })),
  };
}

function answerCommenter(session: ServiceSession, comment: CommentRow) {
  const commenter = showCommenter(session, { author: requireWhole(comment).author, comment });
  const { displayName } = commenter;
  const shown = { displayName, avatarUrl: avatarOf(session, commenter) };
  if (!isAuthor(commenter)) return { __typename: 'Guest', ...shown };
  return { __typename: 'Author', ...shown, id: encodeGlobalId('Author', commenter.id), handle: commenter.handle };
}
