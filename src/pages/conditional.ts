/**
 * Whether a client already has what an ETag names: `If-None-Match` holds `*`, or the tag in a list, compared weakly
 * (RFC 9110, 13.1.2). The package `fresh` refuses where the request also has `Cache-Control: no-cache`, which `fetch`
 * adds by itself to each request that has `If-None-Match`: its users would never get a 304.
 */
export function isNotModified(request: Request, etag: string): boolean {
  const ifNoneMatch = request.headers.get('if-none-match')?.trim() ?? '';
  if (ifNoneMatch === '*') return true;
  return [...ifNoneMatch.matchAll(TAG)].some(([, opaque]) => opaque === opaqueOf(etag));
}

const TAG = /(?:W\/)?("[^"]*")/g;

function opaqueOf(etag: string): string {
  return etag.replace(/^W\//, '');
}
