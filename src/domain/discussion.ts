import type { AuthorRow } from '../data/reads/author-rows.ts';
import { requireWhole } from '../data/reads/comment-rows.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import { readDiscussionFeed as readFeedRows } from '../data/reads/feed.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { requireRead } from '../data/reads/require-read.ts';
import { isShown } from '../data/reads/visibility.ts';
import { encodeGlobalId } from '../relay/global-id.ts';
import type { PageArgs } from '../relay/page.ts';
import { isSlug } from '../text/slug.ts';
import { authorOf } from './author.ts';
import { avatarOf, showCommenter } from './commenter.ts';
import { findPinned } from './moderation/pin-comment.ts';
import { cursorOfPost, findPost, listPosts } from './post.ts';
import type { ServiceSession } from './service-session.ts';
import { listComments, WHOLE_COMMENTS } from './thread.ts';

// Posts and their discussions as pages and feeds show them: values ready to print, without a row of the database.

const PAGE = 100; // the largest page of comments that is read at once
const FEED_SIZE = 50;
const SUMMARY = { author: true, body: false, bodyHtml: false };

/** A post in a list; of a page that somebody else publishes it has the address, and no author's name. */
export interface PostSummary {
  readonly slug: string;
  readonly pageUrl: string | null;
  readonly title: string;
  readonly kicker: string | null;
  readonly excerpt: string;
  readonly authorName: string | null;
  readonly publishedAt: Date | null;
  readonly commentCount: number;
}

/** A whole post with the state of its discussion. */
export interface PostView extends PostSummary {
  /** The global id, as clients of the API know the post. */
  readonly id: string;
  /** The place in the log at which the post was read. */
  readonly cursor: string;
  readonly bodyHtml: string | null;
  readonly tags: readonly { readonly label: string; readonly kind: 'TOPIC' | 'COMPANY' }[];
  readonly isOpen: boolean;
  /** The number of places in the discussion. */
  readonly lastNumber: number;
  /** The numbers of the comments that are pinned as its first and its last word. */
  readonly pinned: { readonly first: number | null; readonly last: number | null };
}

/** A comment in its place. */
export interface CommentView {
  readonly number: number;
  /** The numbers from the top-level ancestor down to the comment itself. */
  readonly path: readonly number[];
  /** Null where the comment is withdrawn. */
  readonly content: CommentContent | null;
}

/** What a published comment shows. */
interface CommentContent {
  readonly commenter: CommenterView;
  readonly subject: string | null;
  /** Sanitised HTML. */
  readonly bodyHtml: string;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
}

/** Who wrote a comment. */
export interface CommenterView {
  readonly displayName: string;
  readonly avatarUrl: string;
  /** What no other account has, and no guest; null for a guest. */
  readonly account: { readonly handle: string; /** The UUID. */ readonly uuid: string } | null;
}

/** A post and the beginning of its discussion, both of one moment. */
export interface Discussion {
  readonly post: PostView;
  readonly comments: readonly CommentView[];
  /** Whether the discussion has more places than these. */
  readonly hasMore: boolean;
}

/** The discussion of a post from its beginning: at least `most` places, or all of them. Null where there is no such post. */
export async function readDiscussion(
  session: ServiceSession,
  { slug, order, most }: { slug: string; order: 'TIME' | 'THREAD'; most: number },
): Promise<Discussion | null> {
  const post = await findPost(session, { slug });
  if (post === null) return null;

  const [view, page] = await Promise.all([viewPost(session, post), readComments(session, { post, order, most })]);
  return { post: view, ...page };
}

async function readComments(
  session: ServiceSession,
  { post, order, most }: { post: PostRow; order: 'TIME' | 'THREAD'; most: number },
): Promise<Pick<Discussion, 'comments' | 'hasMore'>> {
  const comments: CommentView[] = [];
  let after: string | null = null;
  do {
    const page: PageArgs = { first: PAGE, after };
    const { nodes, pageInfo } = await listComments(session, { ...page, post, order, selection: WHOLE_COMMENTS });
    comments.push(...nodes.map((node) => viewComment(session, node)));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null && comments.length < most);
  return { comments, hasMore: after !== null };
}

/** A page of the published posts, newest first, with the cursors of its neighbours; null where there is none. */
export async function listDiscussions(
  session: ServiceSession,
  args: PageArgs,
): Promise<{ posts: readonly PostSummary[]; newer: string | null; older: string | null }> {
  const { nodes, pageInfo } = await listPosts(session, { ...args, columns: SUMMARY });
  return {
    posts: await Promise.all(nodes.map(async (post) => summarisePost(post, await authorOf(session, post)))),
    newer: pageInfo.hasPreviousPage ? pageInfo.startCursor : null,
    older: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

/** What a feed of one discussion is made of. */
export interface DiscussionFeed {
  readonly post: {
    /** The UUID, which stays the same wherever the service moves to. */
    readonly uuid: string;
    readonly slug: string;
    readonly pageUrl: string | null;
    readonly title: string;
  };
  /** Published, newest first, at most 50. */
  readonly entries: readonly FeedEntry[];
  /** When the post or its discussion last changed. */
  readonly changedAt: Date;
}

export interface FeedEntry extends CommentContent {
  readonly uuid: string;
  readonly number: number;
  /** The comment that this one answers; null for a top-level comment. */
  readonly parent: { readonly uuid: string; readonly number: number } | null;
}

/** The newest comments of a published post, as anybody may see them; null where there is no such post. */
export async function readDiscussionFeed(
  session: ServiceSession,
  { slug }: { slug: string },
): Promise<DiscussionFeed | null> {
  const feed = isSlug(slug) ? await readFeedRows(session.database.pool, { slug, size: FEED_SIZE }) : null;
  if (feed === null) return null;

  const { post, comments, changedAt } = feed;
  const entries = comments.flatMap((comment): FeedEntry[] => {
    const { content, number } = viewComment(session, comment);
    const above = requireRead(comment.path).at(-2);
    const parent = comment.parentId === null || above === undefined ? null : { uuid: comment.parentId, number: above };
    return content === null ? [] : [{ ...content, uuid: comment.id, number, parent }];
  });
  return { post: { ...post, uuid: post.id }, entries, changedAt };
}

async function viewPost(session: ServiceSession, post: PostRow): Promise<PostView> {
  const [author, tags, first, last] = await Promise.all([
    authorOf(session, post),
    session.loaders.tagsOfPost.load(post.id),
    findPinned(session, { post, as: 'FIRST_WORD' }),
    findPinned(session, { post, as: 'LAST_WORD' }),
  ]);
  return {
    ...summarisePost(post, author),
    id: encodeGlobalId('Post', post.id),
    cursor: cursorOfPost(post),
    bodyHtml: requireRead(post.bodyHtml),
    tags: tags.map(({ label, kind }) => ({ label, kind })),
    isOpen: post.discussion.isOpen,
    lastNumber: post.discussion.lastNumber,
    pinned: { first: first?.number ?? null, last: last?.number ?? null },
  };
}

function summarisePost(
  { slug, pageUrl, title, kicker, excerpt, publishedAt, discussion }: PostRow,
  author: AuthorRow | null,
): PostSummary {
  const summary = { slug, pageUrl, title, kicker, excerpt, publishedAt, commentCount: discussion.commentCount };
  return { ...summary, authorName: author?.displayName ?? null };
}

function viewComment(session: ServiceSession, comment: CommentRow): CommentView {
  const { number, path, subject, bodyHtml, author, createdAt, editedAt } = requireWhole(comment);
  if (!isShown(comment)) return { number, path, content: null };

  const commenter = showCommenter(session, { author, comment });
  const shown = { displayName: commenter.displayName, avatarUrl: avatarOf(session, commenter) };
  const account = author === null ? null : { handle: author.handle, uuid: author.id };
  return { number, path, content: { subject, bodyHtml, createdAt, editedAt, commenter: { ...shown, account } } };
}
