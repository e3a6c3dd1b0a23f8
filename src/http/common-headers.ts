import type { Origins } from '../execution/origins.ts';
import { corsHeaders } from './cors.ts';

interface Asking {
  readonly headers: Pick<Headers, 'get' | 'has'>;
}

/** The headers of every answer, but for `vary`. An answer to a client with a credential is not for a cache. */
export function commonHeaders(
  request: Asking,
  { requestId, origins }: { readonly requestId: string; readonly origins: Origins },
): Readonly<Record<string, string>> {
  const hasCredential = request.headers.has('authorization') || request.headers.has('colloquy-voice');
  return {
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    ...corsHeaders(request, origins),
    ...(hasCredential && { 'cache-control': 'no-store' }),
  };
}
