import { HttpFault } from './http-fault.ts';
import type { Origins } from '../execution/origins.ts';

/** The headers that let a listed page read a response. Never `*`, and never with the browser's own credentials. */
export function corsHeaders(
  request: { readonly headers: Pick<Headers, 'get'> },
  origins: Origins,
): Readonly<Record<string, string>> {
  const origin = request.headers.get('origin');
  if (origin === null || !origins.isAllowed(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, retry-after, etag',
  };
}

/** Answers a browser's preflight request. */
export function answerPreflight(request: Request, origins: Origins): Response {
  const isAllowed = 'access-control-allow-origin' in corsHeaders(request, origins);
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

/**
 * Refuses a page that may not call. CORS alone would not: to a page under a name that was made to point here, it and the
 * service are of one origin. A client that is not a page sends no `Origin`.
 *
 * @throws {HttpFault}
 */
export function requireAllowedOrigin(request: Request, origins: Origins): void {
  const origin = request.headers.get('origin');
  if (origin === null || origins.isAllowed(origin)) return;
  throw new HttpFault('Pages of this origin may not call the service: see ORIGINS and PUBLIC_URL.', {
    status: 403,
    code: 'FORBIDDEN',
  });
}
