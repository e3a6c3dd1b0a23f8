import DataLoader from 'dataloader';
import type { Slice } from '../../relay/page.ts';
import type { Identity } from '../../session/session.ts';
import type { Database } from '../database/database.ts';
import { byShape } from '../reads/by-shape.ts';
import { readAuthorOf } from '../reads/author-rows.ts';
import type { AccountRow } from '../reads/author-rows.ts';
import { readDecisions } from './audit.ts';
import type { Decision } from './audit.ts';
import { commenterKey } from './commenter-key.ts';
import type { CommenterKey } from './commenter-key.ts';
import { countFlags, countOpenFlags, readFlagPages, readFlagsBy, shapeOfFlagPage } from './flags.ts';
import type { FlagPage, FlagRow } from './flags.ts';
import { countHeld, readHeldComments, readHeldPage } from './held-comments.ts';
import type { HeldCommentRow, HeldPage } from './held-comments.ts';
import { readLocked } from './locks.ts';
import { readVersions } from './versions.ts';
import type { VersionRow } from './versions.ts';

interface LoadersOptions {
  readonly database: Database;
  readonly batchScheduleFn: (read: () => void) => void;
}

/** The batched reads of what people administer, of one request. Whether the viewer may see it is asked before. */
export class AdministeredLoaders {
  readonly #options: LoadersOptions;
  readonly #made: { clearAll(): unknown }[] = [];
  #decision: DataLoader<string, Decision | null> | undefined;
  #flagCount: DataLoader<string, number> | undefined;
  #allFlagCount: DataLoader<string, number> | undefined;
  #flagPage: DataLoader<FlagPage, Slice<FlagRow>, string> | undefined;
  #ownFlag: DataLoader<string, FlagRow | null> | undefined;
  #heldComment: DataLoader<string, HeldCommentRow | null> | undefined;
  #viewer: Promise<AccountRow | null> | undefined;
  #ownHeldCount: DataLoader<string, number> | undefined;
  #ownHeldPage: DataLoader<HeldPage, Slice<HeldCommentRow>, string> | undefined;
  #versions: DataLoader<string, readonly VersionRow[]> | undefined;
  #locked: DataLoader<string, readonly number[]> | undefined;

  constructor(options: LoadersOptions) {
    this.#options = options;
  }

  /** The last restriction of a comment. */
  get decision(): DataLoader<string, Decision | null> {
    return (this.#decision ??= this.#batched(async (ids) => await readDecisions(this.#options.database.pool, ids)));
  }

  /** How many flags of a comment wait. */
  get flagCount(): DataLoader<string, number> {
    return (this.#flagCount ??= this.#batched(
      async (ids) => await countOpenFlags(this.#options.database.prisma, ids),
    ));
  }

  /** How many flags a comment has had. */
  get allFlagCount(): DataLoader<string, number> {
    return (this.#allFlagCount ??= this.#batched(async (ids) => await countFlags(this.#options.database.prisma, ids)));
  }

  get flagPage(): DataLoader<FlagPage, Slice<FlagRow>, string> {
    const read = byShape(shapeOfFlagPage, async (pages: readonly [FlagPage, ...FlagPage[]]) => {
      return await readFlagPages(this.#options.database.pool, pages);
    });
    return (this.#flagPage ??= this.#batchedPages(read));
  }

  get heldComment(): DataLoader<string, HeldCommentRow | null> {
    return (this.#heldComment ??= this.#batched(
      async (ids) => await readHeldComments(this.#options.database.prisma, ids),
    ));
  }

  /** The texts that a comment has had, newest first. */
  get versions(): DataLoader<string, readonly VersionRow[]> {
    return (this.#versions ??= this.#batched(async (ids) => await readVersions(this.#options.database.prisma, ids)));
  }

  /** The numbers of the comments of a post that are locked. */
  get locked(): DataLoader<string, readonly number[]> {
    return (this.#locked ??= this.#batched(async (ids) => await readLocked(this.#options.database.pool, ids)));
  }

  /**
   * By what the viewer's own rows are found, read once; null for a guest without a voice, and for an account that has written nothing
   * yet. A request has one viewer.
   */
  async viewerKey({ account, voiceHash }: Identity): Promise<CommenterKey | null> {
    if (account === null) return commenterKey({ authorId: null, voiceHash });
    const author = await (this.#viewer ??= readAuthorOf(this.#options.database.pool, account));
    return author === null ? null : { authorId: author.id };
  }

  /** How many comments of the viewer are held, or were turned down, under a post. */
  ownHeldCount(of: CommenterKey): DataLoader<string, number> {
    const { prisma } = this.#options.database;
    return (this.#ownHeldCount ??= this.#batched(async (postIds) => await countHeld(prisma, { of, postIds })));
  }

  /** Pages of those, each read once. */
  ownHeldPage(of: CommenterKey): DataLoader<HeldPage, Slice<HeldCommentRow>, string> {
    const { prisma } = this.#options.database;
    const read = async (pages: readonly HeldPage[]) =>
      await Promise.all(pages.map(async (page) => await readHeldPage(prisma, { ...page, of })));
    return (this.#ownHeldPage ??= this.#batchedPages(read));
  }

  /** The viewer's last flag of a comment. */
  ownFlag(by: CommenterKey): DataLoader<string, FlagRow | null> {
    const { prisma } = this.#options.database;
    return (this.#ownFlag ??= this.#batched(async (commentIds) => await readFlagsBy(prisma, { by, commentIds })));
  }

  clearAll(): void {
    this.#viewer = undefined;
    for (const loader of this.#made) loader.clearAll();
  }

  #batchedPages<Request, Answer>(
    read: (pages: readonly Request[]) => Promise<readonly (Answer | Error)[]>,
  ): DataLoader<Request, Answer, string> {
    const { batchScheduleFn } = this.#options;
    const cacheKeyFn = (page: Request) => JSON.stringify(page);
    const loader = new DataLoader<Request, Answer, string>(read, { batchScheduleFn, cacheKeyFn });
    this.#made.push(loader);
    return loader;
  }

  #batched<Answer>(read: (ids: readonly string[]) => Promise<readonly Answer[]>): DataLoader<string, Answer> {
    const { batchScheduleFn } = this.#options;
    const loader = new DataLoader<string, Answer>(read, { batchScheduleFn });
    this.#made.push(loader);
    return loader;
  }
}
