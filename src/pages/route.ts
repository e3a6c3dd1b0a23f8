import type { Identity } from '../session/session.ts';

/** A page of its own beside `/graphql`, read by GET unless it says something else. */
export interface Route {
  /** `POST` for what changes something: a page of another origin may not send it. */
  readonly method?: 'GET' | 'POST';
  /** Matches the whole path: `/^\/posts\/(?<slug>[^/]+)\/comments\.atom$/`. */
  readonly path: RegExp;
  handle(request: Request, context: RouteContext): Promise<Response> | Response;
}

/** What the door knows of a request. */
export interface RouteContext {
  /** The named groups of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The id that the log and the answer's `X-Request-Id` have. */
  readonly requestId: string;
  /** The address that the client is counted under; null for a request within the process. */
  readonly address: string | null;
  /** Finds out who sends the request, for the few pages that are not everybody's. @throws {CredentialError}, and {RateLimitedError}. */
  identify(): Promise<Identity>;
  /** Lets the body arrive later than LIMIT_REQUEST_MS: whoever reads it bounds its pauses. */
  awaitBody(): void;
}

export function textResponse(text: string, init: ResponseInit = {}): Response {
  const headers = new Headers(init.headers);
  if (!headers.has('content-type')) headers.set('content-type', 'text/plain; charset=utf-8');
  return new Response(text, { ...init, headers });
}

/** The route of a path and its parameters; null where there is none, or where the path is not valid percent-encoding. */
export function findRoute(
  routes: readonly Route[],
  path: string,
): { route: Route; params: Readonly<Record<string, string>> } | null {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match === null) continue;
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decode(value)] as const);
    return params.some(([, value]) => value === null)
      ? null
      : { route, params: Object.fromEntries(params.map(([name, value]) => [name, value ?? ''])) };
  }
  return null;
}

const names = new Map<RegExp, string>();

/** The name of what answers a path, such as `/posts/:slug`; where nothing does, `none`. */
export function nameRouteOf(routes: readonly Route[], pathname: string): string {
  if (pathname === '/graphql') return pathname;
  const found = findRoute(routes, pathname);
  if (found === null) return 'none';
  const { path } = found.route;
  const known = names.get(path);
  if (known !== undefined) return known;

  const name = path.source
    .replace(/^\^|\$$/g, '')
    .replace(/\(\?<(\w+)>[^)]*\)/g, ':$1')
    .replace(/\\(.)/g, '$1');
  names.set(path, name);
  return name;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
