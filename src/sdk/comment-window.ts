import type { DiscussionCommentFragment } from './generated/operations.ts';
import type { Discussion } from './discussion.ts';

/** Where a comment stands in both orders. */
export type CommentPlace = Pick<DiscussionCommentFragment, 'number' | 'path'>;

type Window = Pick<Discussion, 'order' | 'first' | 'startsAfter' | 'comments' | 'hasPreviousPage' | 'hasNextPage'>;

/** Puts a new comment in its place on a page, if it stands there; what that pushes over the end is on the next page. */
export function insertComment(
  window: Window,
  comment: DiscussionCommentFragment,
): Pick<Discussion, 'comments' | 'hasNextPage'> {
  const { order, first, comments, hasNextPage } = window;
  if (isBeforeStart(window, comment)) return { comments, hasNextPage };

  const index = comments.findIndex((other) => comparePlaces(order, [comment, other]) < 0);
  // Between the last comment of a page that ends here and a comment behind it there may be others.
  if (index === -1 && hasNextPage) return { comments, hasNextPage };

  const longer = comments.toSpliced(index === -1 ? comments.length : index, 0, comment);
  return { comments: Object.freeze(longer.slice(0, first)), hasNextPage: hasNextPage || longer.length > first };
}

function isBeforeStart({ order, startsAfter, comments, hasPreviousPage }: Window, comment: CommentPlace): boolean {
  if (startsAfter !== null) return comparePlaces(order, [comment, startsAfter]) <= 0;
  if (!hasPreviousPage) return false;

  const [start] = comments;
  // Nobody said what the page starts after: by time every new comment comes later, by thread it may belong before.
  return start === undefined ? order === 'THREAD' : comparePlaces(order, [comment, start]) < 0;
}

/** Less than 0 where the first of two comes before the second. */
function comparePlaces(order: Discussion['order'], [one, other]: readonly [CommentPlace, CommentPlace]): number {
  if (order === 'TIME') return one.number - other.number;

  const fork = one.path.findIndex((number, depth) => number !== other.path[depth]);
  if (fork === -1) return one.path.length - other.path.length;
  // Where the other path has ended, this one goes on under it.
  return (one.path[fork] ?? 0) - (other.path[fork] ?? 0);
}
