import { listDiscussions } from '../../domain/views/list-discussions.ts';
import type { Services } from '../../domain/service-session.ts';
import { markup } from '../../text/markup.ts';
import { writeMasthead } from '../document.ts';
import { writeFacts } from '../head.ts';
import type { Route } from '../route.ts';
import { canonicalOf, linksOf, readListPlace, writeListPages, writePosts } from './list-html.ts';
import { createListRoute } from './list-route.ts';
import { LIST_DOCUMENT } from './list-document.ts';

const SIZE = 20; // posts on a page
const TITLE = 'All posts';

/** `/posts`: the published posts, newest first. */
export function createPostList(services: Services): Route {
  return createListRoute(services, {
    path: /^\/posts\/?$/,
    missing: 'There is no such page of the list.',
    headers: LIST_DOCUMENT.headers,
    async write({ session, search }) {
      const list = await listDiscussions(session, readListPlace(search, SIZE));
      const url = canonicalOf(`${services.addresses.service}/posts`, search);
      const description = 'Everything that is published here, newest first, each post with its discussion.';
      return LIST_DOCUMENT.write({
        title: TITLE,
        head: writeFacts({ title: TITLE, description, url, type: 'website', ...linksOf(list, 'posts') }),
        body: markup`${writeMasthead({ root: './', hasPages: true, here: 'posts' })}
<main id="main">
<h1>${TITLE}</h1>
${writePosts(list.items, { root: '', heading: 'h2' })}
${writeListPages(list, { href: 'posts', name: 'posts', words: ['Newer', 'Older'] })}
</main>`,
      });
    },
  });
}
