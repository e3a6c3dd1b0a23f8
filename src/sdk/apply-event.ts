import { insertComment } from './comment-window.ts';
import type { Discussion, DiscussionComment, DiscussionEvent } from './discussion.ts';

type EventOf<Kind extends DiscussionEvent['__typename']> = Extract<DiscussionEvent, { __typename: Kind }>;
type FollowedComment = EventOf<'CommentAddedEvent'>['node'];
type FollowedPost = EventOf<'CommentsClosedEvent'>['post'];

const REMEMBERED = 200; // events: more than any stream repeats

/**
 * The discussion after an event of `client.discussionEvents`. Pure: it gives another frozen value, or the same one where
 * the event changes nothing.
 *
 * A page that was read, and every event after its cursor, equal the page read later. Give it every event, in order, your
 * own too. An event that is known changes nothing: one of the last 200 that were applied, and a comment that is counted
 * already. A kind that this client does not know moves the cursor only.
 *
 * After a gap, or when a stream begins at a place that this value does not know, `isStale` is true: read the page again,
 * and follow it from its own cursor.
 */
export function applyEvent(discussion: Discussion, event: DiscussionEvent): Discussion {
  const isKnown = discussion.seen.includes(event.cursor);
  if (isKnown) return discussion;
  if (event.__typename === 'DiscussionReadyEvent') return Object.freeze({ ...discussion, isStale: true });
  // Cursors are opaque, but a number is given once, and in order.
  if (event.__typename === 'CommentAddedEvent' && event.node.number <= discussion.totalCount) return discussion;

  return Object.freeze({
    ...discussion,
    ...findChange(discussion, event),
    cursor: event.cursor,
    seen: Object.freeze([...discussion.seen, event.cursor].slice(-REMEMBERED)),
  });
}

function findChange(discussion: Discussion, event: DiscussionEvent): Partial<Discussion> {
  switch (event.__typename) {
    case 'CommentAddedEvent':
      return addComment(discussion, event);
    case 'CommentEditedEvent':
      // Counts are left to the events that move them: so what comes late cannot take them back.
      return { comments: replaceComment(discussion.comments, event.node) };
    case 'CommentWithdrawnEvent':
      return {
        commentCount: event.commentCount,
        comments: countReplies(replaceComment(discussion.comments, event.node), event.node),
      };
    case 'CommentsClosedEvent':
      return readPost(event.post, { commentsOpen: false });
    case 'CommentsOpenedEvent':
      return readPost(event.post, { commentsOpen: true });
    case 'PostPublishedEvent':
    case 'PostEditedEvent':
    case 'PostUnpublishedEvent':
      return readPost(event.post, discussion);
    case 'DiscussionGapEvent':
      return { isStale: true };
    default:
      return {};
  }
}

function addComment(discussion: Discussion, { node, commentCount }: EventOf<'CommentAddedEvent'>): Partial<Discussion> {
  const comments = countReplies(discussion.comments, node);
  return {
    ...insertComment({ ...discussion, comments }, toComment(node)),
    totalCount: node.number,
    commentCount,
  };
}

function replaceComment(comments: Discussion['comments'], node: FollowedComment): Discussion['comments'] {
  return change(comments, {
    id: node.id,
    to: (held) => (isOlder(node, held) ? held : { ...toComment(node), replyCount: held.replyCount }),
  });
}

/** The page may show a later state already: of a comment, time goes forward, and what is withdrawn stays so. */
function isOlder(node: DiscussionComment, held: DiscussionComment): boolean {
  if (node.status !== held.status) return held.status === 'DELETED';
  // Moments are written in UTC and to the millisecond: they compare as texts.
  return (node.editedAt ?? '') < (held.editedAt ?? '');
}

function countReplies(comments: Discussion['comments'], { parent }: FollowedComment): Discussion['comments'] {
  if (parent === null) return comments;
  const { id, replyCount } = parent;
  return change(comments, { id, to: (held) => ({ ...held, replyCount }) });
}

function change(
  comments: Discussion['comments'],
  { id, to }: { id: string; to: (held: DiscussionComment) => DiscussionComment },
): Discussion['comments'] {
  const index = comments.findIndex((comment) => comment.id === id);
  const held = comments[index];
  return held === undefined ? comments : Object.freeze(comments.with(index, to(held)));
}

/** As a page gives it. */
function toComment({ parent, ...comment }: FollowedComment): DiscussionComment {
  return { ...comment, parent: parent === null ? null : { id: parent.id, number: parent.number } };
}

/** A post that is not given may not be seen. */
function readPost(
  post: FollowedPost,
  { commentsOpen }: Pick<Discussion, 'commentsOpen'>,
): Pick<Discussion, 'commentsOpen' | 'isUnpublished'> {
  return { commentsOpen: post?.commentsOpen ?? commentsOpen, isUnpublished: (post?.publishedAt ?? null) === null };
}
