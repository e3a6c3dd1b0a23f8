import type { CommentsQuery } from '../generated/operations.ts';
import type { Discussion } from './discussion.ts';

type Page = NonNullable<CommentsQuery['post']>['comments'];

/**
 * The discussion with the next page below it, which was fetched with `after: endCursor` of the page that it ends with. A page is read
 * later than the discussion: what is new on it comes as an event, too, and is left to that.
 *
 * @example
 * const { post } = await client.comments({ post: { id }, first: 50, after: endCursor });
 * if (post !== null) discussion = appendPage(discussion, post.comments);
 */
export function appendPage(discussion: Discussion, { edges, pageInfo }: Page): Discussion {
  const added = findAdded(discussion, edges);
  const comments = Object.freeze([...discussion.comments, ...added]);
  return Object.freeze({ ...discussion, comments, hasNextPage: pageInfo.hasNextPage });
}

/** The discussion with the previous page above it, which was fetched with `before: startCursor` of the page that it begins with. */
export function prependPage(discussion: Discussion, { edges, pageInfo }: Page): Discussion {
  const added = findAdded(discussion, edges);
  const comments = Object.freeze([...added, ...discussion.comments]);
  return Object.freeze({ ...discussion, comments, hasPreviousPage: pageInfo.hasPreviousPage, startsAfter: null });
}

function findAdded({ comments, totalCount }: Discussion, edges: Page['edges']) {
  const known = new Set(comments.map(({ id }) => id));
  return edges.map(({ node }) => node).filter(({ id, number }) => number <= totalCount && !known.has(id));
}
