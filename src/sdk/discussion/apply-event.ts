import { changePins } from './change-pins.ts';
import type { Discussion, DiscussionComment, DiscussionEvent } from './discussion.ts';
import { insertComment } from './insert-comment.ts';

type EventOf<Kind extends DiscussionEvent['__typename']> = Extract<DiscussionEvent, { __typename: Kind }>;
type FollowedComment = EventOf<'CommentAddedEvent'>['node'];
type FollowedPost = EventOf<'CommentsClosedEvent'>['post'];

const MAX_SEEN = 200; // events: more than a stream repeats

/**
 * The discussion after an event of `client.discussionEvents`. A pure function: it returns a new frozen value, or the same
 * value where the event changes nothing.
 *
 * A page with every event after its cursor equals the page fetched later. Apply every event, in order, those of your own
 * writes included. A repeated event changes nothing: one of the last 200 that were applied, or a comment that the page
 * counts already. An event of a kind that this client does not know moves only the cursor.
 *
 * `isStale` becomes true after a gap, or when a stream begins at a place that this value does not know: fetch the page
 * again, and follow it from its own cursor.
 */
export function applyEvent(discussion: Discussion, event: DiscussionEvent): Discussion {
  // Counts have no place in the log: such an event has the cursor of the last one that has.
  if (event.__typename === 'CommentReactionsEvent') return countReactions(discussion, event);
  const isKnown = discussion.seen.includes(event.cursor);
  if (isKnown) return discussion;
  if (event.__typename === 'DiscussionReadyEvent') return Object.freeze({ ...discussion, isStale: true });
  // Cursors are opaque and cannot be compared. Numbers can: each is given once, in order.
  if (event.__typename === 'CommentAddedEvent' && event.node.number <= discussion.totalCount) return discussion;

  return Object.freeze({
    ...discussion,
    ...findChange(discussion, event),
    cursor: event.cursor,
    seen: Object.freeze([...discussion.seen, event.cursor].slice(-MAX_SEEN)),
  });
}

function findChange(discussion: Discussion, event: DiscussionEvent): Partial<Discussion> {
  switch (event.__typename) {
    case 'CommentAddedEvent':
      return addComment(discussion, event);
    case 'CommentEditedEvent':
      // An edit moves no count: a late one would set it back.
      return { comments: replaceComment(discussion.comments, event.node), ...changePins(discussion, event.node) };
    case 'CommentWithdrawnEvent':
    case 'CommentHiddenEvent':
      return { ...countShown(discussion, event), ...changePins(discussion, event.node) };
    case 'CommentRestoredEvent': {
      // It is pinned again where it was, which only the service knows.
      const { post, ...node } = event.node;
      return { ...countShown(discussion, { ...event, node }), ...post };
    }
    case 'CommentLockedEvent':
      // A page may know of it already: it is read after its cursor.
      return { lockedNumbers: Object.freeze([...withoutLock(discussion, event), event.node.number]) };
    case 'CommentUnlockedEvent':
      return { lockedNumbers: Object.freeze(withoutLock(discussion, event)) };
    case 'PinsChangedEvent':
      return { ...event.post };
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

/** A comment is shown, or is no longer shown. */
function countShown(
  { comments }: Discussion,
  { node, commentCount }: { readonly node: FollowedComment; readonly commentCount: number },
): Pick<Discussion, 'comments' | 'commentCount'> {
  return { commentCount, comments: countReplies(replaceComment(comments, node), node) };
}

function withoutLock(
  { lockedNumbers }: Discussion,
  { node }: EventOf<'CommentLockedEvent' | 'CommentUnlockedEvent'>,
): number[] {
  return lockedNumbers.filter((number) => number !== node.number);
}

function countReactions(discussion: Discussion, { node }: EventOf<'CommentReactionsEvent'>): Discussion {
  const { id, reactions } = node;
  const comments = change(discussion.comments, { id, to: (held) => ({ ...held, reactions }) });
  return comments === discussion.comments ? discussion : Object.freeze({ ...discussion, comments });
}

function replaceComment(comments: Discussion['comments'], node: FollowedComment): Discussion['comments'] {
  return change(comments, {
    id: node.id,
    to: (held) => (isOlder(node, held) ? held : { ...toComment(node), replyCount: held.replyCount }),
  });
}

/** Whether the page already shows a later state of the comment. A withdrawn comment is not published again; a hidden one may be. */
function isOlder(node: DiscussionComment, held: DiscussionComment): boolean {
  if (node.status !== held.status) return held.status === 'DELETED';
  // Both are in UTC, to the millisecond: they compare as text.
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

/** The comment as a page has it: an event's parent has one field more. */
function toComment({ parent, ...comment }: FollowedComment): DiscussionComment {
  return { ...comment, parent: parent === null ? null : { id: parent.id, number: parent.number } };
}

/** A post is null in an event where the viewer may not see it. */
function readPost(
  post: FollowedPost,
  { commentsOpen }: Pick<Discussion, 'commentsOpen'>,
): Pick<Discussion, 'commentsOpen' | 'isUnpublished'> {
  return { commentsOpen: post?.commentsOpen ?? commentsOpen, isUnpublished: (post?.publishedAt ?? null) === null };
}
