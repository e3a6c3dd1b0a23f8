import { parseUrl } from '../text/address/parse-url.ts';

/** Whether a text is the address of a site, as {@link nameSource} takes it. */
export function isSiteAddress(text: string): boolean {
  return /^https?:$/.test(parseUrl(text)?.protocol ?? '');
}

/**
 * What is stored with every row that comes from a site, by which a later import recognises it. A site that moved to https
 * or that lost its `www.` is the same site.
 *
 * @param address of the site, of http or https.
 */
export function nameSource(format: string, address: string): string {
  const { host, pathname } = new URL(address);
  return `${format}:${host.replace(/^www\./, '')}${pathname.replace(/\/+$/, '')}`;
}
