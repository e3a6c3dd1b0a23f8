import { createHash } from 'node:crypto';
import { readDiscussionFeed } from '../domain/discussion.ts';
import { createPublicSession } from '../domain/service-session.ts';
import type { Services } from '../domain/service-session.ts';
import { writeAtom } from './atom.ts';
import { isNotModified } from './conditional.ts';
import { textResponse, type Route } from './route.ts';

/** The newest comments of a post for feed readers, which come often: an unchanged feed is answered with 304. */
export function createFeedRoute(services: Services): Route {
  return {
    path: /^\/posts\/(?<slug>[^/]+)\/comments\.atom$/,
    async handle(request, { params: { slug = '' }, requestId }) {
      const session = createPublicSession(services, requestId);
      const feed = await readDiscussionFeed(session, { slug });
      if (feed === null) return textResponse('There is no such post.\n', { status: 404 });

      const body = writeAtom(feed, services.addresses);
      const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      // No `Last-Modified`: a feed also changes when a commenter's name does, of which there is no date, and a second has many
      // comments. A reader that asks by date gets the feed.
      const headers = { etag, 'cache-control': 'public, no-cache' };
      if (isNotModified(request, etag)) return new Response(null, { status: 304, headers });
      return new Response(request.method === 'HEAD' ? null : body, {
        headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' },
      });
    },
  };
}
