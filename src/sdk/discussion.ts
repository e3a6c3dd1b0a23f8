import type { CommentPlace } from './comment-window.ts';
import type {
  CommentOrder,
  CommentsQuery,
  DiscussionCommentFragment,
  DiscussionEventsSubscription,
} from './generated/operations.ts';

/** Something that happened to a discussion: what `client.discussionEvents` gives. `__typename` tells the kinds apart. */
export type DiscussionEvent = DiscussionEventsSubscription['discussionEvents'];

/** A comment as a page and a stream give it. */
export type DiscussionComment = DiscussionCommentFragment;

/** A page of a discussion, which `applyEvent` keeps as it is now. Frozen: a change makes another value. */
export interface Discussion {
  readonly postId: string;
  readonly order: CommentOrder;
  /** The page has at most so many comments. */
  readonly first: number;
  /** The last comment of the page before; null on a first page, or where nobody said. */
  readonly startsAfter: CommentPlace | null;
  /** What happened up to here is in this value: follow it with `discussionEvents({ postId, after: cursor })`. */
  readonly cursor: string;
  /** The post has so many published comments. */
  readonly commentCount: number;
  /** The discussion has so many places, withdrawn comments included. */
  readonly totalCount: number;
  readonly commentsOpen: boolean;
  /** Whether the post is taken back, or a draft. */
  readonly isUnpublished: boolean;
  /** Whether something may be missing, for the stream had a gap, or did not begin where this value ends: read it again. */
  readonly isStale: boolean;
  readonly comments: readonly DiscussionComment[];
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
  /** The cursors of the last events that are in this value: who meets them again knows them. */
  readonly seen: readonly string[];
}

/** How the page was read. */
export interface DiscussionPage {
  /** The order that was asked for. Default: `TIME`, as that of the query. */
  readonly order?: CommentOrder | null | undefined;
  /**
   * How many comments the page holds: what comes between them pushes the last one over its end. Usually what was asked
   * for. `Infinity`: none is pushed out; so a page grows with what is said, and pages that follow one another leave no
   * hole between them.
   */
  readonly first: number;
  /**
   * The last comment of the page before, where the page was asked for with `after`. Without it, what comes before the
   * first comment of the page is taken to belong before the page.
   */
  readonly startsAfter?: CommentPlace | null | undefined;
}

/**
 * Makes a discussion of what `client.comments` answered, to be kept by `applyEvent`.
 *
 * @example
 * const { post } = await client.comments({ post: { slug }, order: 'THREAD', first: 50 });
 * if (post !== null) show(toDiscussion(post, { order: 'THREAD', first: 50 }));
 */
export function toDiscussion(
  { id, cursor, publishedAt, commentCount, commentsOpen, comments }: NonNullable<CommentsQuery['post']>,
  { order, first, startsAfter }: DiscussionPage,
): Discussion {
  return Object.freeze({
    postId: id,
    order: order ?? 'TIME',
    first,
    startsAfter: startsAfter ? Object.freeze({ number: startsAfter.number, path: startsAfter.path }) : null,
    cursor,
    commentCount,
    totalCount: comments.totalCount,
    commentsOpen,
    isUnpublished: publishedAt === null,
    isStale: false,
    comments: Object.freeze(comments.edges.map(({ node }) => node)),
    hasPreviousPage: comments.pageInfo.hasPreviousPage,
    hasNextPage: comments.pageInfo.hasNextPage,
    seen: Object.freeze([cursor]),
  });
}
