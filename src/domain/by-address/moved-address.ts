import { readPageAddress } from '../../text/address/page-address.ts';
import type { PageAddress } from '../../text/address/page-address.ts';

/** Where the pages of a site were, and where they are now. */
export interface SiteMove {
  readonly from: PageAddress;
  readonly to: PageAddress;
}

/** @throws {TypeError} where one of the two is no place that pages can be below, or both are the same. */
export function readSiteMove({ from, to }: { from: string; to: string }): SiteMove {
  const move = { from: readPlace('--from', from), to: readPlace('--to', to) };
  if (withoutSlash(move.from.url) === withoutSlash(move.to.url)) {
    throw new TypeError(`expected another address in --to than in --from; found ${move.to.url} in both.`);
  }
  return move;
}

function readPlace(option: string, text: string): PageAddress {
  const address = readPageAddress(text);
  if (address === null || /[?#]/.test(text)) {
    throw new TypeError(
      `${option}: expected an address of http or https without a query, such as https://example.org/blog; found ${text}`,
    );
  }
  return address;
}

/** Where a page of the site is now; or why it is not moved. */
type Moved = { readonly address: PageAddress } | { readonly refusal: string | null };

/**
 * The same path below the new place, with the same query. A page is below a place when the segments of its path begin with those of the
 * place: `/blogs` is not below `/blog`.
 *
 * @param page its address as it is stored.
 * @returns a refusal that is null for a page that is where it belongs already.
 */
export function moveAddress({ from, to }: SiteMove, page: { readonly url: string; readonly key: string }): Moved {
  const isNested = from.key !== to.key && isBelow(to.key, from.key);
  if (isNested && isBelow(page.key, to.key)) return { refusal: null };

  const { pathname, search } = new URL(page.url);
  const depth = from.key.slice(from.site.length).split('/').length;
  const rest = pathname.split('/').slice(depth);
  const address = readPageAddress([withoutSlash(to.url), ...rest].join('/') + search);
  if (address === null) return { refusal: 'the new address would be longer than 2,000 characters' };
  if (address.url === page.url) return { refusal: null };
  if (from.key !== to.key && !isNested && isBelow(address.key, from.key)) {
    return { refusal: `${address.url} is below --from again, and would move each time` };
  }
  return { address };
}

function isBelow(key: string, place: string): boolean {
  return key === place || key.startsWith(`${place}/`) || key.startsWith(`${place}?`);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
