import { readDiscussion } from '../domain/discussion.ts';
import { createPublicSession } from '../domain/service-session.ts';
import type { Services } from '../domain/service-session.ts';
import { DISCUSSION_DOCUMENT, writeDiscussionPage } from './discussion-html.ts';
import { createNotFoundPage } from './not-found.ts';
import type { Route } from './route.ts';

const MOST = 1_000; // places on a page

/** A post and its discussion for readers, where the publication has no page of its own. It follows the discussion live. */
export function createDiscussionPage(services: Services): Route {
  const { config, addresses } = services;
  const answerNotFound = createNotFoundPage({ basePath: () => addresses.basePath, hasPosts: config.postUrl === null });
  return {
    path: /^\/posts\/(?<slug>[^/]+)$/,
    async handle(request, { params: { slug = '' }, requestId }) {
      const session = createPublicSession(services, requestId);
      const view = new URL(request.url).searchParams.get('view') === 'thread' ? 'thread' : 'time';
      const order = view === 'thread' ? 'THREAD' : 'TIME';
      const discussion = config.postUrl === null ? await readDiscussion(session, { slug, order, most: MOST }) : null;
      if (discussion === null) return answerNotFound(request, 'There is no such post.');

      const { hasPlayground } = config;
      const page = writeDiscussionPage({ ...discussion, view, url: addresses.ofPost(slug), hasPlayground });
      return new Response(request.method === 'HEAD' ? null : page, { headers: DISCUSSION_DOCUMENT.headers });
    },
  };
}
