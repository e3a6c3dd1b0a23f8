import { readSiteLogEnds } from '../data/log/log-positions.ts';
import type { PostList } from '../data/reads/post-pages.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { requireRead } from '../data/reads/require-read.ts';
import { createCommentFeed } from '../live/feeds/comment-feed.ts';
import type { CommentEvent, DiscussionEvent } from '../live/feeds/discussion-event.ts';
import { createDiscussionFeed, createReadyEvent } from '../live/feeds/discussion-feed.ts';
import { createReactionsFeed } from '../live/feeds/reactions-feed.ts';
import { SourceStream } from '../live/delivery/source-stream.ts';
import { createSiteFeed, requireKept } from '../live/feeds/site-feed.ts';
import type { SiteEvent } from '../live/feeds/site-feed.ts';
import type { Viewpoint } from '../live/feeds/feed.ts';
import { CodedError } from '../errors/coded-error.ts';
import { cursorExpired, decodeCursor, encodeCursor } from '../relay/cursor.ts';
import { may } from '../session/policy.ts';
import { NOBODY } from '../session/session.ts';
import { isOwnerOf } from './account.ts';
import { findPost, readNumber, readPostList } from './post.ts';
import type { ServiceSession } from './service-session.ts';

/** Which post is followed, and after which place; without `after`, from now on. */
interface FollowInput {
  readonly postId: string;
  readonly after?: string | null | undefined;
}

/**
 * The comments of a post as they are added. With `after`, first those that came after that place.
 *
 * @throws {CodedError} `NOT_FOUND`, `BAD_CURSOR` or `CURSOR_EXPIRED`, before the stream begins.
 */
export async function followComments(
  session: ServiceSession,
  { postId, after }: FollowInput,
): Promise<SourceStream<CommentEvent>> {
  const post = await requirePost(session, postId);
  const end = post.discussion.lastNumber;
  const place = typeof after === 'string' ? readNumber(post, after) : end;
  const viewpoint = await findViewpoint(session, post);
  return new SourceStream({
    feed: createCommentFeed(session.database.pool, { postId: post.id, viewpoint }),
    viewpoint: viewpoint.identity,
    start: { after: place, end, opening: [] },
  });
}

/**
 * Everything that happens to the discussion of a post. The first event says from where on the stream is live. Beside it come the comments
 * whose reactions move from then on.
 *
 * @throws {CodedError} `NOT_FOUND`, `BAD_CURSOR` or `CURSOR_EXPIRED` (past the end of the log), before the stream begins.
 */
export async function followDiscussion(
  session: ServiceSession,
  { postId, after }: FollowInput,
): Promise<SourceStream<DiscussionEvent>> {
  const post = await requirePost(session, postId);
  const end = { ...post.discussion, version: requireRead(post.discussion.version) };
  const from = typeof after === 'string' ? readLogPlace(after, post) : end;
  const viewpoint = await findViewpoint(session, post);
  const { database, config } = session;
  const followed = { postId: post.id, viewpoint };
  const now = { after: end.version, end: end.version, opening: [] };
  return new SourceStream<DiscussionEvent>({
    feed: createDiscussionFeed(database.pool, followed),
    viewpoint: viewpoint.identity,
    start: { after: from.seq, end: end.seq, opening: [createReadyEvent(post.id, { from, end, now: session.now() })] },
    beside: config.reactions.length === 0 ? null : { feed: createReactionsFeed(database.pool, followed), start: now },
  });
}

/**
 * The new comments of all posts, or of the posts of a tag (slug) or an author (handle), as everybody may see them. With
 * `after`, first those that came after that place.
 *
 * @throws {CodedError} `BAD_CURSOR` or `CURSOR_EXPIRED`, before the stream begins.
 */
export async function followSite(
  { database: { pool } }: ServiceSession,
  { tag, author, after }: PostList & { readonly after?: string | null | undefined },
): Promise<SourceStream<SiteEvent>> {
  const place = typeof after === 'string' ? decodeCursor(after, { kind: 'SITE', scope: '' })[0] : null;
  const { last } = await (place === null ? readSiteLogEnds(pool) : requireKept(pool, place));
  return new SourceStream({
    feed: createSiteFeed(pool, readPostList({ tag, author })),
    viewpoint: NOBODY,
    start: { after: place ?? last, end: last, opening: [] },
  });
}

/** The place in the log of all posts at which the request reads it. */
export async function findSiteCursor({ database }: ServiceSession): Promise<string> {
  const { last } = await readSiteLogEnds(database.pool);
  return encodeCursor('SITE', { scope: '', key: [last] });
}

async function requirePost(session: ServiceSession, postId: string): Promise<PostRow> {
  const post = await findPost(session, { id: postId });
  if (post === null) throw new CodedError('NOT_FOUND', 'Post not found.');
  return post;
}

function readLogPlace(cursor: string, { id, discussion }: PostRow): { seq: number; lastNumber: number } {
  const [seq, lastNumber] = decodeCursor(cursor, { kind: 'LOG', scope: id });
  if (seq > discussion.seq) throw cursorExpired();
  return { seq, lastNumber };
}

/**
 * The viewer whose permissions decide what a subscriber is sent: everybody's, except for those who still see the post when
 * it is unpublished. So all readers of a published post are served together, with an account or without.
 */
async function findViewpoint({ identity, loaders }: ServiceSession, { authorId }: PostRow): Promise<Viewpoint> {
  if (may(identity, 'readDraft')) return { key: 'moderators', identity };
  const { account } = identity;
  if (account === null) return { key: 'everybody', identity: NOBODY };

  const author = authorId === null ? null : await loaders.author.load(authorId);
  return isOwnerOf(account, author)
    ? { key: 'author', identity: { account, voiceHash: null } }
    : { key: 'everybody', identity: NOBODY };
}
