import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import type { Slice } from '../../relay/page.ts';
import type { Budget } from '../../session/budget.ts';
import type { Identity } from '../../session/session.ts';
import { readAuthors } from './author-rows.ts';
import type { AuthorRow } from './author-rows.ts';
import { countDescendants, readAncestors, readCommentsById } from './comment-lookups.ts';
import type { CommentRow } from './comment-rows.ts';
import { countCommentsOf, readCommenterPages, shapeOfCommenterPage } from './commenter-pages.ts';
import type { CommenterPage } from './commenter-pages.ts';
import { countPosts, readPostPages, shapeOfPostList, shapeOfPostPage } from './post-pages.ts';
import type { PostList, PostPage } from './post-pages.ts';
import { readPosts } from './post-rows.ts';
import type { PostRow } from './post-rows.ts';
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { readTags, readTagsOfPosts } from './tag-rows.ts';
import type { TagRow } from './tag-rows.ts';
import { readThreadPages, shapeOf } from './thread-pages.ts';
import type { ThreadPage } from './thread-pages.ts';
import { isVisiblePost } from './visibility.ts';

/**
 * The batched reads of one request, or of one event of a subscription. They cache what they read, so they must not outlive
 * it. Posts and comments that the viewer may not see are null.
 */
export interface Loaders {
  readonly post: DataLoader<string, PostRow | null>;
  readonly comment: DataLoader<string, CommentRow | null>;
  readonly author: DataLoader<string, AuthorRow | null>;
  readonly tag: DataLoader<string, TagRow | null>;
  readonly tagsOfPost: DataLoader<string, readonly TagRow[]>;
  readonly threadPage: DataLoader<ThreadPage, Slice<CommentRow>, string>;
  readonly ancestors: DataLoader<CommentRow, readonly CommentRow[], string>;
  readonly descendantCount: DataLoader<string, number>;
  readonly postPage: DataLoader<PostPage, Slice<PostRow>, string>;
  readonly postCount: DataLoader<PostList, number, string>;
  readonly commenterPage: DataLoader<CommenterPage, Slice<CommentRow>, string>;
  readonly commentCountOf: DataLoader<string, number>;
}

export function createLoaders({
  database: { pool, prisma },
  identity,
  budget,
}: {
  database: Database;
  identity: Identity;
  budget: Budget;
}): Loaders {
  const inTurn = { batchScheduleFn: (read: () => void) => budget.scheduleRead(read) };
  const whole = { ...inTurn, cacheKeyFn: (request: object) => JSON.stringify(request) };
  return {
    post: byId(async (ids) => {
      return await readPosts(pool, sql`p.id = ANY(${ids}::uuid[]) AND ${isVisiblePost(identity)}`);
    }, inTurn),
    comment: byId(async (ids) => await readCommentsById(pool, { ids, identity }), inTurn),
    author: byId(async (ids) => await readAuthors(pool, ids), inTurn),
    tag: byId(async (ids) => await readTags(prisma, ids), inTurn),
    tagsOfPost: new DataLoader(async (ids) => await readTagsOfPosts(pool, ids), inTurn),
    threadPage: new DataLoader(
      byShape(shapeOf, async (pages: readonly ThreadPage[]) => await readPages(pool, { pages, budget })),
      whole,
    ),
    ancestors: new DataLoader(async (comments) => await readAncestors(pool, comments), { ...inTurn, cacheKeyFn: ({ id }) => id }),
    descendantCount: new DataLoader(async (ids) => await countDescendants(pool, ids), inTurn),
    postPage: new DataLoader(
      byShape(shapeOfPostPage, async (pages: readonly PostPage[]) => await readPostPages(pool, pages)),
      whole,
    ),
    postCount: new DataLoader(
      byShape(shapeOfPostList, async (lists: readonly PostList[]) => await countPosts(pool, lists)),
      whole,
    ),
    commenterPage: new DataLoader(
      byShape(shapeOfCommenterPage, async (pages: readonly CommenterPage[]) => await readCommenterPages(pool, pages)),
      whole,
    ),
    commentCountOf: new DataLoader(async (ids) => await countCommentsOf(pool, ids), inTurn),
  };
}

/** Nested replies are bounded by the rows that are read, because their pages multiply on paper to what no thread has. */
async function readPages(
  pool: Pool,
  { pages, budget }: { pages: readonly ThreadPage[]; budget: Budget },
): Promise<Slice<CommentRow>[]> {
  const isNested = pages.some(({ order, parentId }) => order === 'REPLIES' && parentId !== null);
  if (!isNested) return await readThreadPages(pool, { pages });

  // A page reads one row more than it shows.
  const slices = await readThreadPages(pool, { pages, mostRows: budget.repliesLeft + pages.length + 1 });
  budget.spendReplies(slices.reduce((sum, { rows }) => sum + rows.length, 0));
  return slices;
}

/** Clears all caches after a write, so that later fields of the same request read again. */
export function forgetReads(loaders: Loaders): void {
  const all: readonly { clearAll(): unknown }[] = Object.values(loaders);
  for (const loader of all) loader.clearAll();
}

function byId<Row extends { readonly id: string }>(
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
  options: { readonly batchScheduleFn: (read: () => void) => void },
): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await read(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  }, options);
}

/** Groups the requests that one statement can answer, and returns the answers in the order of the requests. */
function byShape<Request, Answer>(
  shape: (request: Request) => string,
  read: (group: readonly Request[]) => Promise<readonly Answer[]>,
): (requests: readonly Request[]) => Promise<(Answer | Error)[]> {
  return async (requests) => {
    const groups = new Map<string, { request: Request; place: number }[]>();
    for (const [place, request] of requests.entries()) {
      const group = groups.get(shape(request));
      if (group === undefined) groups.set(shape(request), [{ request, place }]);
      else group.push({ request, place });
    }

    const answers = new Array<Answer | Error>(requests.length).fill(new Error('A loader got fewer answers than it asked for.'));
    for (const group of groups.values()) {
      const found = await read(group.map(({ request }) => request));
      for (const [index, answer] of found.entries()) answers[group[index]?.place ?? -1] = answer;
    }
    return answers;
  };
}
