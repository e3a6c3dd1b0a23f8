import type {
  CommentOrder,
  CommentsQuery,
  DiscussionCommentFragment,
  DiscussionEventsSubscription,
  PinnedCommentFragment,
} from '../generated/operations.ts';
import type { CommentPlace } from './insert-comment.ts';

/** An event of `client.discussionEvents`. `__typename` tells the kinds apart. */
export type DiscussionEvent = DiscussionEventsSubscription['discussionEvents'];

/** A comment of a page or of an event. */
export type DiscussionComment = DiscussionCommentFragment;

/** A comment that moderators have pinned. */
export type PinnedComment = PinnedCommentFragment;

/** A page of a discussion, which `applyEvent` keeps up to date. Frozen: each change makes a new value. */
export interface Discussion {
  /** The id of the post. */
  readonly postId: string;
  /** The order of the comments. Those of `TOP` keep their places when their reactions move. */
  readonly order: CommentOrder;
  /** The largest number of comments on the page. */
  readonly first: number;
  /** The last comment of the previous page; null on a first page, or where it is not known. */
  readonly startsAfter: CommentPlace | null;
  /** The place up to which events are applied. Follow the page with `discussionEvents({ postId, after: cursor })`. */
  readonly cursor: string;
  /** The number of published comments of the post. */
  readonly commentCount: number;
  /** The number of all places of the discussion, deleted comments included. */
  readonly totalCount: number;
  /** Whether the discussion takes new comments. */
  readonly commentsOpen: boolean;
  /** Whether guests can react to its comments. Otherwise it takes an account. */
  readonly guestsCanReact: boolean;
  /** The numbers of the comments that moderators have locked. A comment is locked when its `path` has one of them. */
  readonly lockedNumbers: readonly number[];
  /** The comment that is pinned as the first word of the discussion; null where there is none, or it is withdrawn. */
  readonly firstWord: PinnedComment | null;
  /** The comment that is pinned as its last word. */
  readonly lastWord: PinnedComment | null;
  /** Whether the post is a draft, or is no longer published. */
  readonly isUnpublished: boolean;
  /** Whether events may be missing: the stream had a gap, or did not begin where this value ends. Fetch the page again. */
  readonly isStale: boolean;
  /** The comments of the page, in its order. */
  readonly comments: readonly DiscussionComment[];
  /** Whether there are comments before the page. */
  readonly hasPreviousPage: boolean;
  /** Whether there are comments after the page. */
  readonly hasNextPage: boolean;
  /** The cursors of the last events that were applied, by which `applyEvent` recognises a repeated event. */
  readonly seen: readonly string[];
}

/** The arguments with which a page was fetched. */
export interface DiscussionPage {
  /** The order of the query. Default: `TIME`, as in the query. */
  readonly order?: CommentOrder | null | undefined;
  /**
   * The largest number of comments on the page, usually the `first` of the query. A new comment in the middle of a full page
   * pushes its last one out. `Infinity`: none is pushed out, so that pages shown one below the other have no hole between
   * them.
   */
  readonly first: number;
  /**
   * The last comment of the previous page, where the page was fetched with `after`. Default: none; then a comment whose
   * place is before the first one of the page is taken to be on the previous page.
   */
  readonly startsAfter?: CommentPlace | null | undefined;
}

/**
 * Makes a discussion of the post that `client.comments` returned, for `applyEvent` to keep up to date.
 *
 * @example
 * const { post } = await client.comments({ post: { slug }, order: 'THREAD', first: 50 });
 * if (post !== null) show(toDiscussion(post, { order: 'THREAD', first: 50 }));
 */
export function toDiscussion(
  { id, publishedAt, comments, ...post }: NonNullable<CommentsQuery['post']>,
  { order, first, startsAfter }: DiscussionPage,
): Discussion {
  return Object.freeze({
    postId: id,
    order: order ?? 'TIME',
    first,
    startsAfter: startsAfter ? Object.freeze({ number: startsAfter.number, path: startsAfter.path }) : null,
    cursor: post.cursor,
    commentCount: post.commentCount,
    totalCount: comments.totalCount,
    commentsOpen: post.commentsOpen,
    guestsCanReact: post.guestsCanReact,
    lockedNumbers: Object.freeze(post.lockedNumbers),
    firstWord: post.firstWord,
    lastWord: post.lastWord,
    isUnpublished: publishedAt === null,
    isStale: false,
    comments: Object.freeze(comments.edges.map(({ node }) => node)),
    hasPreviousPage: comments.pageInfo.hasPreviousPage,
    hasNextPage: comments.pageInfo.hasNextPage,
    seen: Object.freeze([post.cursor]),
  });
}
