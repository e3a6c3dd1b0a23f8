import { findPresentSlug } from '../../domain/by-address/find-present-slug.ts';
import { readDiscussion } from '../../domain/views/read-discussion.ts';
import { createPublicSession } from '../../domain/service-session.ts';
import type { Services } from '../../domain/service-session.ts';
import { nullWhereMissing } from '../missing.ts';
import { DISCUSSION_DOCUMENT, writeDiscussionPage } from './discussion-html.ts';
import { createNotFoundPage } from '../not-found.ts';
import { answerKept } from '../kept-page.ts';
import type { Route } from '../route.ts';
import { namePlace, readDiscussionPlace } from './discussion-links.ts';

const NO_POST = 'There is no such post.';
const NO_PAGE = 'There is no such page of the discussion.';

/** A post and its discussion for readers, where the publication has no page of its own. */
export function createDiscussionPage(services: Services): Route {
  const { addresses, answers } = services;
  const { postUrl } = services.config;
  const answerNotFound = createNotFoundPage({ basePath: () => addresses.basePath, hasPages: postUrl === null });
  const headers = DISCUSSION_DOCUMENT.headersFor(services.config.sites);
  return {
    path: /^\/posts\/(?<slug>[^/]+)$/,
    async handle(request, { params: { slug = '' }, requestId }) {
      if (postUrl !== null) return answerNotFound(request, NO_POST);
      const { searchParams } = new URL(request.url);
      const view = searchParams.get('view') === 'thread' ? 'thread' : 'time';
      const place = readDiscussionPlace(searchParams);
      if (place === null) return answerNotFound(request, NO_PAGE);

      let reason = NO_POST;
      const page = await answerKept(request, {
        ...{ answers, slug, view: `${view} ${namePlace(place)}` },
        async write() {
          const order = view === 'thread' ? 'THREAD' : 'TIME';
          const session = createPublicSession(services, requestId);
          const discussion = await readDiscussion(session, { slug, order, page: place });
          return discussion && writeDiscussionPage({ ...discussion, view, place, addresses });
        },
        headers,
      }).catch((error: unknown) => {
        reason = NO_PAGE;
        return nullWhereMissing(error);
      });
      const elsewhere = page === null && reason === NO_POST ? await leadOn(services, { request, slug }) : null;
      return page ?? elsewhere ?? answerNotFound(request, reason);
    },
  };
}

/** A post that was imported may have stood under a slug that cannot be its own here. */
async function leadOn(
  services: Services,
  wish: { readonly request: Request; readonly slug: string },
): Promise<Response | null> {
  const slug = await findPresentSlug(services, wish.slug);
  if (slug === null) return null;
  const { search } = new URL(wish.request.url);
  return new Response(null, {
    status: 308,
    headers: { location: `${services.addresses.basePath}/posts/${slug}${search}` },
  });
}
