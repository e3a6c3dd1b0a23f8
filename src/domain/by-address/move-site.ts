import { movePages, readPagesUnder, readTakenPages } from '../../data/by-address/move-pages.ts';
import type { PageMove, PageOfPost } from '../../data/by-address/move-pages.ts';
import { errorCode } from '../../data/database/database-error.ts';
import type { ServiceSession } from '../service-session.ts';
import { createKeyOfPage } from './find-page.ts';
import { moveAddress } from './moved-address.ts';
import type { SiteMove } from './moved-address.ts';

const PIECE = 300; // pages of a transaction
const ATTEMPTS = 5;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const UNIQUE_VIOLATION = '23505';

type Services = Pick<ServiceSession, 'database' | 'addresses'>;

/** What became of a page. */
export interface PageOutcome {
  readonly url: string;
  /** Where it is now; null where it was not moved. */
  readonly to: string | null;
  /** Why it was not moved; null where it was. */
  readonly refusal: string | null;
}

/**
 * Changes the addresses of all pages below a place, in pieces that are each written whole: where it ends early, another call does the rest.
 * A page whose new address is another post's keeps the one that it has. Kept answers and subscribers need no word of it: the version of
 * the site moves with each change.
 */
export async function* moveSite(
  services: Services,
  { isDryRun, ...move }: SiteMove & { isDryRun: boolean },
): AsyncGenerator<PageOutcome> {
  const { pool } = services.database;
  let after = FIRST_ID;
  for (;;) {
    const pages = await readPagesUnder(pool, { key: move.from.key, after, limit: PIECE });
    const last = pages.at(-1);
    if (last === undefined) return;

    const { moves, refused } = planMoves(services, { move, pages });
    yield* refused;
    yield* await carryOut(services, { moves, isDryRun });
    after = last.id;
  }
}

function planMoves(
  services: Services,
  { move, pages }: { move: SiteMove; pages: readonly PageOfPost[] },
): { moves: PageMove[]; refused: PageOutcome[] } {
  const keyOfPage = createKeyOfPage(services);
  const moves: PageMove[] = [];
  const refused: PageOutcome[] = [];
  for (const page of pages) {
    const moved = moveAddress(move, page);
    if ('address' in moved) moves.push({ page, url: moved.address.url, key: keyOfPage(moved.address) });
    else if (moved.refusal !== null) refused.push({ url: page.url, to: null, refusal: moved.refusal });
  }
  return { moves, refused };
}

async function carryOut(
  { database: { pool } }: Services,
  { moves, isDryRun }: { moves: readonly PageMove[]; isDryRun: boolean },
): Promise<PageOutcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    const taken = await readTakenPages(pool, moves);
    const free = moves.filter(({ page }) => !taken.has(page.id));
    try {
      const moved = isDryRun ? new Set(free.map(({ page }) => page.id)) : await movePages(pool, free);
      return moves.map(({ page, url }) => {
        if (moved.has(page.id)) return { url: page.url, to: url, refusal: null };
        const slug = taken.get(page.id);
        const refusal = slug === undefined ? 'it was changed meanwhile' : `${url} has the post "${slug}" already`;
        return { url: page.url, to: null, refusal };
      });
    } catch (error) {
      // A page was opened at one of the new addresses while the statement ran: the next attempt finds it.
      if (errorCode(error) !== UNIQUE_VIOLATION || attempt === ATTEMPTS) throw error;
    }
  }
}
