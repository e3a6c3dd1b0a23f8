import { readDiscussionFeed } from '../domain/views/read-discussion-feed.ts';
import { createPublicSession } from '../domain/service-session.ts';
import type { Services } from '../domain/service-session.ts';
import { writeAtom } from './atom.ts';
import { answerKept } from './kept-page.ts';
import { textResponse, type Route } from './route.ts';

/** The newest comments of a post for feed readers, which come often: an unchanged feed is answered with 304. */
export function createFeedRoute(services: Services): Route {
  return {
    path: /^\/posts\/(?<slug>[^/]+)\/comments\.atom$/,
    async handle(request, { params: { slug = '' }, requestId }) {
      // No `Last-Modified`: a feed also changes when a commenter's name does, of which there is no date, and a second has many
      // comments. A reader that asks by date gets the feed.
      const feed = await answerKept(request, {
        ...{ answers: services.answers, slug, view: 'feed' },
        async write() {
          const found = await readDiscussionFeed(createPublicSession(services, requestId), { slug });
          return found === null ? null : writeAtom(found, services.addresses);
        },
        headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
      });
      return feed ?? textResponse('There is no such post.\n', { status: 404 });
    },
  };
}
