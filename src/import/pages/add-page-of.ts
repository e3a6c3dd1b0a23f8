import { parseUrl } from '../../text/address/parse-url.ts';
import type { Collector } from './collector.ts';
import type { FoundPage } from './found.ts';

interface Context {
  readonly collector: Collector;
  /** The address of the site, where pages are named by their paths; null where that is not known. */
  readonly base: string | null;
  readonly page: Pick<FoundPage, 'line' | 'title' | 'isOpen'>;
}

/** Adds the page of a comment that names it by its address, unless it is known. @returns the id of the page. */
export function addPageOf(written: string, { collector, base, page }: Context): string {
  const id = `${base ?? ''} ${written}`;
  if (!collector.hasPage(id))
    collector.addPage(id, { ...page, address: resolve(written, base), publishedAt: null, skip: null });
  return id;
}

/** A path is that of the site, also without its slash. Empty where it cannot be told. */
function resolve(written: string, base: string | null): string {
  if (/^https?:\/\//i.test(written)) return written;
  if (written === '' || base === null || parseUrl(base) === null) return written;
  const path = written.startsWith('/') ? written : `/${written}`;
  const address = base.replace(/\/+$/, '') + path;
  return parseUrl(address) === null ? written : address;
}
