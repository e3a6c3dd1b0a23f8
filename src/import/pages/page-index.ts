import { clip } from '../fields/clip.ts';
import { readPageAddress } from '../../text/address/page-address.ts';
import type { PreparedPage } from '../prepared.ts';
import type { Tally } from '../report/tally.ts';
import type { FoundComment, FoundPage } from './found.ts';

/** A page of an export. */
export interface IndexedPage {
  readonly found: FoundPage;
  /** Null for one that is not imported. */
  readonly page: PreparedPage | null;
  /** The number of comments, skipped ones among them. */
  comments: number;
  /** In milliseconds: when the first comment was written. */
  firstAt: number | null;
}

/** The pages of an export, by the ids that it has of them, and by their addresses. */
export interface PageIndex {
  /** A page, and what is wrong with it. Two addresses of one page are the same page. */
  add(id: string, found: FoundPage): void;
  byId(id: string): IndexedPage | undefined;
  byKey(key: string): IndexedPage | undefined;
  count(page: IndexedPage, comment: FoundComment): void;
  /** Counts the pages without comments. */
  skipEmpty(): void;
  /** The address of the site that most comments are of; null where there is none. */
  findSite(): string | null;
}

export function createPageIndex(tally: Tally): PageIndex {
  const ids = new Map<string, IndexedPage>();
  const keys = new Map<string, IndexedPage>();

  const index = (found: FoundPage): IndexedPage => {
    const { line, skip, address } = found;
    const none: IndexedPage = { found, page: null, comments: 0, firstAt: null };
    if (skip !== null) {
      tally.skip('posts', skip, { line });
      return none;
    }
    const page = readPageAddress(address.trim());
    if (page === null) {
      tally.refuse('posts', address === '' ? 'without an address' : 'whose address is none', {
        line,
        example: clip(address),
      });
      return none;
    }
    const known = keys.get(page.key);
    if (known !== undefined) {
      tally.skip('posts', 'at the address of an earlier one, joined with it', { line, example: clip(page.key) });
      return known;
    }
    const made = { ...none, page: { url: page.url, key: page.key } };
    keys.set(page.key, made);
    return made;
  };
  return {
    add(id, found) {
      tally.see('posts');
      if (!ids.has(id)) ids.set(id, index(found));
      else tally.refuse('posts', 'with the id of an earlier one', { line: found.line, example: clip(id) });
    },
    byId: (id) => ids.get(id),
    byKey: (key) => keys.get(key),
    count(page, { createdAt }) {
      page.comments += 1;
      if (createdAt !== null) page.firstAt = Math.min(createdAt, page.firstAt ?? createdAt);
    },
    skipEmpty() {
      for (const { comments, found } of keys.values()) {
        if (comments === 0) tally.skip('posts', 'pages without a comment', { line: found.line });
      }
    },
    findSite() {
      const sites = new Map<string, number>();
      for (const { page, comments } of keys.values()) {
        const origin = page === null ? null : new URL(page.url).origin;
        if (origin !== null) sites.set(origin, (sites.get(origin) ?? 0) + comments);
      }
      const [first] = [...sites].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
      return first?.[0] ?? null;
    },
  };
}
