// The one rule by which all spellings of a page's address are the same address. docs/api.md states it for those who publish the pages.
import { parseUrl } from './parse-url.ts';
import { slugify } from '../slug.ts';
import { MAX_ADDRESS } from '../text-limits.ts';

/** The address of a page. */
export interface PageAddress {
  /** As it was spelt, without what only tells how a reader came to the page. */
  readonly url: string;
  /** What all of its spellings have in common; it reads as an address without `https://`. */
  readonly key: string;
  /** The part of {@link key} that names the site: the host, and the port where that is not the usual one. */
  readonly site: string;
  /** The rest of {@link url}: the path and the query. */
  readonly path: string;
}

/** Parameters that tell how a reader came to a page, and not which page it is. */
const TRACKING =
  /^(?:utm_\w+|mc_[ce]id|_g[al]|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|srsltid)$/i;

/** Null where a text is no address of a page: one of http or https, without a user's name, of at most 2,000 characters. */
export function readPageAddress(text: string): PageAddress | null {
  const url = text.length > MAX_ADDRESS ? null : parseUrl(text);
  if (url === null) return null;
  const { protocol, username, password, hostname, port, pathname, search } = url;
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return null;

  const site = nameSite(hostname, port);
  if (site === '') return null;

  const parameters = search.slice(1).split('&').filter(isTelling);
  const path = encode(pathname).replace(/\/+$/, '');
  const key = site + path + writeQuery(parameters.map((parameter) => encode(parameter.replaceAll('+', '%20'))).sort());
  const shownPath = pathname + writeQuery(parameters);
  const shown = `${protocol}//${hostname}${port && `:${port}`}${shownPath}`;
  return Math.max(key.length, shown.length) > MAX_ADDRESS ? null : { url: shown, key, site, path: shownPath };
}

/** The slug for the post of a page. It is made of the host and the path: a query seldom says anything to a reader. */
export function slugOfPage(key: string): string {
  const [named = ''] = key.split('?');
  return slugify(decodeAddress(named));
}

/** An address as people read it. One that would hold a NUL stays encoded: no text of the database holds it. */
export function decodeAddress(text: string): string {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('\0') ? text : decoded;
  } catch {
    return text; // of another encoding than UTF-8
  }
}

/** A name such as `www.com` is its owner's whole name. The usual ports are of both schemes, which are one here. */
function nameSite(hostname: string, port: string): string {
  const host = hostname.replace(/\.+$/, '').replace(/^(?:www\.)+(?=[^.]+\.)/, '');
  return port === '' || port === '80' || port === '443' ? host : `${host}:${port}`;
}

function isTelling(parameter: string): boolean {
  const [name = ''] = parameter.split('=');
  return parameter !== '' && !TRACKING.test(encode(name));
}

function writeQuery(parameters: readonly string[]): string {
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`;
}

/** Percent-encodings as RFC 3986 (6.2.2) has them: in capitals, only where they are needed, and wherever they are. */
function encode(part: string): string {
  return part.replace(/%[0-9a-f]{2}|[^\w.~!$&'()*+,;=:@/?-]/gi, (found) => {
    const code = found.length === 3 ? Number.parseInt(found.slice(1), 16) : found.charCodeAt(0);
    const character = String.fromCharCode(code);
    if (/[\w.~-]/.test(character)) return character;
    return `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
