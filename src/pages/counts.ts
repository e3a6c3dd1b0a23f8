import { countCommentsOfPages, readStateOfCounts } from '../domain/by-address/count-comments.ts';
import { etagOf } from '../domain/kept-answers.ts';
import type { Services } from '../domain/service-session.ts';
import { CodedError } from '../errors/coded-error.ts';
import { isNotModified } from './conditional.ts';
import { textResponse, type Route } from './route.ts';

/**
 * `/counts?url=…&url=…`: the numbers of comments of many pages, in the order of their addresses. While nothing has happened in any discussion,
 * a client that comes again is told so, and nothing is counted.
 */
export function createCountsRoute(services: Services): Route {
  return {
    path: /^\/counts$/,
    async handle(request) {
      const urls = new URL(request.url).searchParams.getAll('url');
      // Before the counts: what is written between the two is in the counts, and the next request finds another state.
      const etag = etagOf(await readStateOfCounts(services));
      const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache', etag };
      if (isNotModified(request, etag)) return new Response(null, { status: 304, headers });

      const counts = await countCommentsOfPages(services, urls).catch(toRefusal);
      if (typeof counts === 'string') return textResponse(`${counts}\n`, { status: 400 });
      const body = JSON.stringify({ counts: counts.map(({ count }) => count) });
      return new Response(request.method === 'HEAD' ? null : body, { headers });
    },
  };
}

function toRefusal(error: unknown): string {
  if (error instanceof CodedError && error.code === 'BAD_USER_INPUT') return error.message;
  throw error;
}
