import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import type { Slice } from '../../relay/page.ts';
import { AdministeredLoaders } from '../administered/loaders.ts';
import type { Budget } from '../../session/budget.ts';
import type { Identity } from '../../session/session.ts';
import { readAuthors } from './author-rows.ts';
import type { AuthorRow } from './author-rows.ts';
import { byShape } from './by-shape.ts';
import { countDescendants, countLaterComments, readAncestors, readCommentsById } from './comment-lookups.ts';
import type { LaterComments } from './comment-lookups.ts';
import type { CommentRow } from './comment-rows.ts';
import { countCommentsOf, keyOfCommenterPage, readCommenterPages, shapeOfCommenterPage } from './commenter-pages.ts';
import type { CommenterPage } from './commenter-pages.ts';
import { countPosts, keyOfPostList, keyOfPostPage, readPostPages, shapeOfPostList, shapeOfPostPage } from './post-pages.ts';
import type { PostList, PostPage } from './post-pages.ts';
import { readPosts } from './post-rows.ts';
import type { PostRow } from './post-rows.ts';
import { RowLoader } from './row-loader.ts';
import type { Database } from '../database/database.ts';
import { ReactionLoaders } from '../reactions/reaction-loaders.ts';
import { sql } from '../database/sql.ts';
import { readTags, readTagsOfPosts } from './tag-rows.ts';
import type { TagRow } from './tag-rows.ts';
import { keyOfThreadPage, readThreadPages, shapeOf } from './thread-pages.ts';
import type { ThreadPage } from './thread-pages.ts';
import { isVisiblePost } from './visibility.ts';

interface LoadersOptions {
  readonly database: Database;
  readonly identity: Identity;
  readonly budget: Budget;
}

/**
 * The batched reads of one request, or of one event of a subscription. They cache what they read, so they must not outlive
 * it. Posts and comments that the viewer may not see are null. Each is made when it is used first: most requests use two.
 */
export class Loaders {
  readonly #options: LoadersOptions;
  readonly #inTurn: { readonly batchScheduleFn: (read: () => void) => void };
  readonly #made: { clearAll(): unknown }[] = [];
  #post: RowLoader<PostRow> | undefined;
  #comment: RowLoader<CommentRow> | undefined;
  #author: RowLoader<AuthorRow> | undefined;
  #tag: RowLoader<TagRow> | undefined;
  #tagsOfPost: DataLoader<string, readonly TagRow[]> | undefined;
  #threadPage: DataLoader<ThreadPage, Slice<CommentRow>, string> | undefined;
  #ancestors: DataLoader<CommentRow, readonly CommentRow[], string> | undefined;
  #descendantCount: DataLoader<string, number> | undefined;
  #laterCount: DataLoader<LaterComments, number, string> | undefined;
  #postPage: DataLoader<PostPage, Slice<PostRow>, string> | undefined;
  #postCount: DataLoader<PostList, number, string> | undefined;
  #commenterPage: DataLoader<CommenterPage, Slice<CommentRow>, string> | undefined;
  #commentCountOf: DataLoader<string, number> | undefined;
  #reactions: ReactionLoaders | undefined;
  #parentHeads: Map<string, CommentRow> | undefined;
  #administered: AdministeredLoaders | undefined;

  constructor(options: LoadersOptions) {
    this.#options = options;
    this.#inTurn = { batchScheduleFn: (read) => options.budget.scheduleRead(read) };
  }

  get post(): RowLoader<PostRow> {
    const { identity } = this.#options;
    return (this.#post ??= this.#byId(async (ids) => {
      return await readPosts(this.#pool, { where: sql`p.id = ANY(${ids}::uuid[]) AND ${isVisiblePost(identity)}` });
    }));
  }

  get comment(): RowLoader<CommentRow> {
    const { identity } = this.#options;
    return (this.#comment ??= this.#byId(async (ids) => await readCommentsById(this.#pool, { ids, identity })));
  }

  get author(): RowLoader<AuthorRow> {
    return (this.#author ??= this.#byId(async (ids) => await readAuthors(this.#pool, ids)));
  }

  get tag(): RowLoader<TagRow> {
    return (this.#tag ??= this.#byId(async (ids) => await readTags(this.#options.database.prisma, ids)));
  }

  get tagsOfPost(): DataLoader<string, readonly TagRow[]> {
    return (this.#tagsOfPost ??= this.#batched(async (ids) => await readTagsOfPosts(this.#pool, ids)));
  }

  get threadPage(): DataLoader<ThreadPage, Slice<CommentRow>, string> {
    return (this.#threadPage ??= this.#batched(
      byShape(shapeOf, async (pages) => await this.#readThreads(pages)),
      keyOfThreadPage,
    ));
  }

  get ancestors(): DataLoader<CommentRow, readonly CommentRow[], string> {
    return (this.#ancestors ??= this.#batched(
      async (comments: readonly CommentRow[]) => await readAncestors(this.#pool, comments),
      ({ id }) => id,
    ));
  }

  get descendantCount(): DataLoader<string, number> {
    return (this.#descendantCount ??= this.#batched(async (ids) => await countDescendants(this.#pool, ids)));
  }

  get laterCount(): DataLoader<LaterComments, number, string> {
    return (this.#laterCount ??= this.#batched(
      async (ranges: readonly LaterComments[]) => await countLaterComments(this.#pool, ranges),
      ({ postId, after, bound }) => `${postId} ${after} ${bound}`,
    ));
  }

  get postPage(): DataLoader<PostPage, Slice<PostRow>, string> {
    return (this.#postPage ??= this.#batched(
      byShape(shapeOfPostPage, async (pages) => await readPostPages(this.#pool, pages)),
      keyOfPostPage,
    ));
  }

  get postCount(): DataLoader<PostList, number, string> {
    return (this.#postCount ??= this.#batched(
      byShape(shapeOfPostList, async (lists) => await countPosts(this.#pool, lists)),
      keyOfPostList,
    ));
  }

  get commenterPage(): DataLoader<CommenterPage, Slice<CommentRow>, string> {
    return (this.#commenterPage ??= this.#batched(
      byShape(shapeOfCommenterPage, async (pages) => await readCommenterPages(this.#pool, pages)),
      keyOfCommenterPage,
    ));
  }

  get commentCountOf(): DataLoader<string, number> {
    return (this.#commentCountOf ??= this.#batched(async (ids) => await countCommentsOf(this.#pool, ids)));
  }

  get administered(): AdministeredLoaders {
    return (this.#administered ??= new AdministeredLoaders({ ...this.#inTurn, database: this.#options.database }));
  }

  get reactions(): ReactionLoaders {
    return (this.#reactions ??= new ReactionLoaders(this.#pool, this.#inTurn));
  }

  /** The parent of a comment, or as much of it as the operation selects of every parent. */
  findParent(id: string): CommentRow | null | Promise<CommentRow | null> {
    return this.comment.known(id) ?? this.#parentHeads?.get(id) ?? this.comment.find(id);
  }

  clearAll(): void {
    this.#parentHeads = undefined;
    this.#administered?.clearAll();
    this.#reactions = undefined;
    for (const loader of this.#made) loader.clearAll();
  }

  get #pool(): Pool {
    return this.#options.database.pool;
  }

  #byId<Row extends { readonly id: string }>(read: (ids: readonly string[]) => Promise<readonly Row[]>): RowLoader<Row> {
    const loader = new RowLoader(read, this.#inTurn);
    this.#made.push(loader);
    return loader;
  }

  #batched<Request, Answer>(
    read: (requests: readonly Request[]) => Promise<readonly (Answer | Error)[]>,
    cacheKeyFn?: (request: Request) => string,
  ): DataLoader<Request, Answer, string> {
    const loader = new DataLoader<Request, Answer, string>(read, { ...this.#inTurn, ...(cacheKeyFn && { cacheKeyFn }) });
    this.#made.push(loader);
    return loader;
  }

  /** Nested replies are bounded by the rows that are read, because their pages multiply on paper to what no thread has. */
  async #readThreads(pages: readonly [ThreadPage, ...ThreadPage[]]): Promise<readonly Slice<CommentRow>[]> {
    const { budget } = this.#options;
    const { slices, comments, parentHeads, nested } = await readThreadPages(this.#pool, { pages, mostNested: budget.repliesLeft });
    if (nested > 0) budget.spendReplies(nested);
    // A page's parents and permalinks are often on the same page.
    for (const comment of comments) this.comment.prime(comment.id, comment);
    for (const head of parentHeads) (this.#parentHeads ??= new Map()).set(head.id, head);
    return slices;
  }
}

/** Clears all caches after a write, so that later fields of the same request read again. */
export function forgetReads(loaders: Loaders): void {
  loaders.clearAll();
}
