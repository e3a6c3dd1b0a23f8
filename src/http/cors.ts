import type { Origins } from '../execution/origins.ts';

/** The headers that let a listed page read a response. Never `*`, and never with the browser's own credentials. */
export function corsHeaders(request: Request, origins: Origins): Readonly<Record<string, string>> {
  const origin = request.headers.get('origin');
  if (origin === null || !origins.isAllowed(origin, request.headers.get('host'))) return {};
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
