import type { PostList } from '../data/reads/post-pages.ts';
import { readPosts, WHOLE_POST } from '../data/reads/post-rows.ts';
import type { PostColumns, PostRow } from '../data/reads/post-rows.ts';
import { sql } from '../data/database/sql.ts';
import { isVisiblePost } from '../data/reads/visibility.ts';
import { toConnection } from '../relay/connection.ts';
import type { Connection } from '../relay/connection.ts';
import { cursorExpired, decodeCursor, encodeCursor, readKey } from '../relay/cursor.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { readPage } from '../relay/page.ts';
import type { PageArgs } from '../relay/page.ts';
import { isHandle } from '../text/handle.ts';
import { isSlug } from '../text/slug.ts';
import { findPostByUrl } from './by-address/find-page.ts';
import type { ServiceSession } from './service-session.ts';

interface PostKey {
  readonly id?: string | null | undefined;
  readonly slug?: string | null | undefined;
  /** The address of its page, in any spelling. */
  readonly url?: string | null | undefined;
  /** What is selected; by default everything. */
  readonly columns?: PostColumns;
}

/** One post by its id, its slug or the address of its page; null if there is none, or the viewer may not see it. */
export async function findPost(
  session: ServiceSession,
  { id, slug, url, columns = WHOLE_POST }: PostKey,
): Promise<PostRow | null> {
  if (typeof id === 'string') {
    const postId = decodeIdOf('Post', id);
    return postId === null ? null : await session.loaders.post.load(postId);
  }
  if (typeof url === 'string') return await findPostByUrl(session, { url, columns });
  if (typeof slug !== 'string' || !isSlug(slug)) return null;

  const post = await readPostOfSlug(session, { slug, columns });
  // One answer shows one moment: other fields of this request read these rows.
  return post === null ? null : session.loaders.post.keep(post);
}

async function readPostOfSlug(
  { publicPosts, viewpoint, database }: ServiceSession,
  query: { slug: string; columns: PostColumns },
): Promise<PostRow | null> {
  if (viewpoint.account === null) return await publicPosts.read(query);
  const where = sql`p.slug = ${query.slug} AND ${isVisiblePost(viewpoint)}`;
  const [post] = await readPosts(database.pool, { where, columns: query.columns });
  return post ?? null;
}

/** A post by the id of its row; null where the viewer may not see it. */
export async function findPostById(
  { loaders }: ServiceSession,
  { postId }: { postId: string },
): Promise<PostRow | null> {
  return await loaders.post.load(postId);
}

/** A text that cannot be a slug or a handle becomes the empty one, which matches no post and never holds what PostgreSQL refuses. */
export function readPostList({ tag = null, author = null }: Partial<PostList>): PostList {
  return {
    tag: tag === null || isSlug(tag) ? tag : '',
    author: author === null || isHandle(author) ? author : '',
  };
}

/** A page of published posts, newest first: all, or those of a tag (slug), of an author (handle), or of both. */
export async function listPosts(
  { loaders }: ServiceSession,
  {
    tag = null,
    author = null,
    columns = WHOLE_POST,
    ...args
  }: PageArgs & Partial<PostList> & { columns?: PostColumns },
): Promise<Connection<PostRow>> {
  const list = readPostList({ tag, author });
  const scope = JSON.stringify([list.tag, list.author]);
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind: 'POSTS', scope }));
  const slice = await loaders.postPage.load({ list, page, columns });
  const rows = slice.rows.map((post) => loaders.post.keep(post));

  return toConnection(
    { ...slice, rows },
    {
      cursorOf: ({ publishedAt, id }) => encodeCursor('POSTS', { scope, key: [publishedAt?.getTime() ?? 0, id] }),
      totalCount: () => loaders.postCount.load(list),
    },
  );
}

/** The place in the log at which a post was read. A subscription from it sends every later event exactly once. */
export function cursorOfPost({ id, discussion }: PostRow): string {
  return encodeCursor('LOG', { scope: id, key: [discussion.seq, discussion.lastNumber] });
}

/**
 * The number after which comments follow: of a place in the log, of an edge of the view by time, or of an earlier event.
 *
 * @throws {CodedError} `BAD_CURSOR`, or `CURSOR_EXPIRED` past the end of the log.
 */
export function readNumber({ id, discussion }: PostRow, cursor: string): number {
  const log = readKey(cursor, { kind: 'LOG', scope: id });
  if (log !== null && log[0] > discussion.seq) throw cursorExpired();
  const number = log?.[1] ?? decodeCursor(cursor, { kind: 'TIME', scope: id })[0];
  if (number > discussion.lastNumber) throw cursorExpired();
  return number;
}

/** The number of published comments after a place, at the moment at which the post was read. */
export async function countCommentsAfter(
  { loaders }: ServiceSession,
  { post, cursor }: { post: PostRow; cursor: string },
): Promise<number> {
  const after = readNumber(post, cursor);
  const bound = post.discussion.lastNumber;
  return after === bound ? 0 : await loaders.laterCount.load({ postId: post.id, after, bound });
}
