import { isIP } from 'node:net';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Tells which pages may call the service from a browser: those of the listed origins, and its own. */
export class Origins {
  readonly #listed: ReadonlySet<string>;

  constructor({ origins, url }: { origins: readonly string[]; url: string }) {
    const own = new URL(url);
    const isLocal = LOOPBACK.includes(own.hostname);
    const aliases = isLocal ? LOOPBACK.map((name) => `${own.protocol}//${name}${own.port && `:${own.port}`}`) : [];
    this.#listed = new Set([...origins, own.origin, ...aliases]);
  }

  /**
   * @param host the request's `Host`. A page that was loaded from the same numeric address is the service's own. A name
   *   would prove nothing, because anybody's name can be made to point here.
   */
  isAllowed(origin: string, host: string | null): boolean {
    if (this.#listed.has(origin)) return true;
    if (host === null || !URL.canParse(origin)) return false;
    const page = new URL(origin);
    return page.host === host && isIP(page.hostname.replace(/^\[|\]$/g, '')) !== 0;
  }
}
