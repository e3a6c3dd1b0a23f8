import { readPageCounts, readSiteState } from '../../data/by-address/page-counts.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { readPageAddress } from '../../text/address/page-address.ts';
import type { ServiceSession } from '../service-session.ts';
import { createKeyOfPage } from './find-page.ts';

/** How many pages are counted at once. */
export const MOST_PAGES = 100;

/** The number of published comments on the page at an address, which is returned as it was given. */
export interface PageCount {
  readonly url: string;
  readonly count: number;
}

/**
 * Counts what everybody may see, whoever asks, in the order of the addresses: 0 for a page without a discussion, and for what is no
 * address.
 *
 * @throws {CodedError} `BAD_USER_INPUT` for more than 100.
 */
export async function countCommentsOfPages(
  session: Pick<ServiceSession, 'addresses' | 'database'>,
  urls: readonly string[],
): Promise<PageCount[]> {
  if (urls.length > MOST_PAGES) {
    throw new CodedError('BAD_USER_INPUT', `Expected at most ${MOST_PAGES} URLs; found ${urls.length}.`);
  }
  const found = urls.map((url, place) => ({ place, address: readPageAddress(url) }));
  const keyOfPage = createKeyOfPage(session);
  const pages = found.flatMap(({ place, address }) => (address === null ? [] : [{ place, page: keyOfPage(address) }]));
  if (pages.length === 0) return urls.map((url) => ({ url, count: 0 }));

  const counts = await readPageCounts(
    session.database.pool,
    pages.map(({ page }) => page),
  );
  const byPlace = new Map(pages.map(({ place }, ordinal) => [place, counts.get(ordinal) ?? 0]));
  return urls.map((url, place) => ({ url, count: byPlace.get(place) ?? 0 }));
}

/** Another text as soon as anything may have changed that {@link countCommentsOfPages} counts. */
export async function readStateOfCounts({ database }: Pick<ServiceSession, 'database'>): Promise<string> {
  return await readSiteState(database.pool);
}
