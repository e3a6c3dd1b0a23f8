import type { DiscussionCommentFragment } from '../generated/operations.ts';
import type { Discussion } from './discussion.ts';

/** The place of a comment: its number is its place by time, its path its place by thread. */
export type CommentPlace = Pick<DiscussionCommentFragment, 'number' | 'path'>;

type Page = Pick<Discussion, 'order' | 'first' | 'startsAfter' | 'comments' | 'hasPreviousPage' | 'hasNextPage'>;

/** Inserts a new comment at its place, if that is on the page. The comment that it pushes over the end is on the next page. */
export function insertComment(
  page: Page,
  comment: DiscussionCommentFragment,
): Pick<Discussion, 'comments' | 'hasNextPage'> {
  const { order, first, comments, hasNextPage } = page;
  if (isBeforeStart(page, comment)) return { comments, hasNextPage };

  // By score a new comment is the last one: nobody has reacted to it yet.
  const index = order === 'TOP' ? -1 : comments.findIndex((other) => comparePlaces(order, [comment, other]) < 0);
  // Between the last comment of this page and a comment after it there may be comments of the next page.
  if (index === -1 && hasNextPage) return { comments, hasNextPage };

  const longer = comments.toSpliced(index === -1 ? comments.length : index, 0, comment);
  return { comments: Object.freeze(longer.slice(0, first)), hasNextPage: hasNextPage || longer.length > first };
}

function isBeforeStart({ order, startsAfter, comments, hasPreviousPage }: Page, comment: CommentPlace): boolean {
  if (order === 'TOP') return false;
  if (startsAfter !== null) return comparePlaces(order, [comment, startsAfter]) <= 0;
  if (!hasPreviousPage) return false;

  const [start] = comments;
  // The end of the previous page is not known. By time every new comment comes later; by thread it may belong before.
  return start === undefined ? order === 'THREAD' : comparePlaces(order, [comment, start]) < 0;
}

/** Less than 0 where the first of the two comes before the second. */
function comparePlaces(order: Discussion['order'], [one, other]: readonly [CommentPlace, CommentPlace]): number {
  if (order === 'TIME') return one.number - other.number;

  const fork = one.path.findIndex((number, depth) => number !== other.path[depth]);
  if (fork === -1) return one.path.length - other.path.length;
  // Where the other path ends at the fork, the first comment is a descendant of the second, and comes after it.
  return (one.path[fork] ?? 0) - (other.path[fork] ?? 0);
}
