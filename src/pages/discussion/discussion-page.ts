import { readDiscussion } from '../../domain/discussion.ts';
import { createPublicSession } from '../../domain/service-session.ts';
import type { Services } from '../../domain/service-session.ts';
import { DISCUSSION_DOCUMENT, writeDiscussionPage } from './discussion-html.ts';
import { createNotFoundPage } from '../not-found.ts';
import { answerKept } from '../kept-page.ts';
import type { Route } from '../route.ts';

const MOST = 1_000; // places on a page
const NO_POST = 'There is no such post.';

/** A post and its discussion for readers, where the publication has no page of its own. It follows the discussion live. */
export function createDiscussionPage(services: Services): Route {
  const { config, addresses } = services;
  const answerNotFound = createNotFoundPage({ basePath: () => addresses.basePath, hasPosts: config.postUrl === null });
  const headers = DISCUSSION_DOCUMENT.headersFor(config.sites);
  return {
    path: /^\/posts\/(?<slug>[^/]+)$/,
    async handle(request, { params: { slug = '' }, requestId }) {
      if (config.postUrl !== null) return answerNotFound(request, NO_POST);
      const view = new URL(request.url).searchParams.get('view') === 'thread' ? 'thread' : 'time';
      const page = await answerKept(request, {
        ...{ answers: services.answers, slug, view },
        async write() {
          const order = view === 'thread' ? 'THREAD' : 'TIME';
          const session = createPublicSession(services, requestId);
          const discussion = await readDiscussion(session, { slug, order, most: MOST });
          const { hasPlayground } = config;
          if (discussion === null) return null;
          return writeDiscussionPage({ ...discussion, view, url: addresses.ofPost(discussion.post), hasPlayground });
        },
        headers,
      });
      return page ?? answerNotFound(request, NO_POST);
    },
  };
}
