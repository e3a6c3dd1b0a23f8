import { isIP } from 'node:net';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Says which browsers' pages may call: those of the origins that are listed, and our own. */
export class Origins {
  readonly #listed: ReadonlySet<string>;

  constructor({ origins, url }: { origins: readonly string[]; url: string }) {
    const own = new URL(url);
    const isLocal = LOOPBACK.includes(own.hostname);
    const aliases = isLocal ? LOOPBACK.map((name) => `${own.protocol}//${name}${own.port && `:${own.port}`}`) : [];
    this.#listed = new Set([...origins, own.origin, ...aliases]);
  }

  /**
   * @param host the request's `Host`. A page that was itself loaded from this address by number is ours; by name that
   *   would prove nothing, since anybody's name can be made to point here.
   */
  isAllowed(origin: string, host: string | null): boolean {
    if (this.#listed.has(origin)) return true;
    if (host === null || !URL.canParse(origin)) return false;
    const page = new URL(origin);
    return page.host === host && isIP(page.hostname.replace(/^\[|\]$/g, '')) !== 0;
  }

  /** The headers that let a listed page read an answer. Never `*`, and never credentials of the browser's own. */
  headersFor(request: Request): Readonly<Record<string, string>> {
    const origin = request.headers.get('origin');
    if (origin === null || !this.isAllowed(origin, request.headers.get('host'))) return {};
    return {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, retry-after, etag',
    };
  }

  /** The answer to a browser that asks first. */
  answerPreflight(request: Request): Response {
    const isAllowed = 'access-control-allow-origin' in this.headersFor(request);
    return new Response(null, {
      status: 204,
      headers: {
        allow: 'GET, POST, OPTIONS',
        ...(isAllowed && {
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers':
            'accept, authorization, colloquy-voice, content-type, last-event-id, x-request-id',
          'access-control-max-age': '7200',
        }),
      },
    });
  }
}
