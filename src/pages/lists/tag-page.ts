import { listDiscussions } from '../../domain/views/list-discussions.ts';
import { findTagView } from '../../domain/views/tag-view.ts';
import type { TagView } from '../../domain/views/tag-view.ts';
import type { Services } from '../../domain/service-session.ts';
import { isolate } from '../../text/isolate.ts';
import { markup } from '../../text/markup.ts';
import { writeMasthead } from '../document.ts';
import { writeFacts } from '../head.ts';
import type { Route } from '../route.ts';
import { canonicalOf, countPosts, linksOf, readListPlace, writeListPages, writePosts } from './list-html.ts';
import { TAG_KINDS } from './tag-kinds.ts';
import { createListRoute } from './list-route.ts';
import { LIST_DOCUMENT } from './list-document.ts';

const SIZE = 20; // posts on a page

/** `/tags/SLUG`: the posts that are filed under a topic or a company, newest first. */
export function createTagPage(services: Services): Route {
  return createListRoute(services, {
    path: /^\/tags\/(?<name>[^/]+)\/?$/,
    missing: 'There is no such tag.',
    headers: LIST_DOCUMENT.headers,
    async write({ session, name: slug, search }) {
      const tag = await findTagView(session, { slug });
      if (tag === null) return null;
      const list = await listDiscussions(session, { ...readListPlace(search, SIZE), tag: slug });
      const { label, postCount } = tag;
      const url = canonicalOf(services.addresses.ofTag(slug), search);
      return LIST_DOCUMENT.write({
        title: label,
        head: writeFacts({ title: label, description: describe(tag), url, type: 'website', ...linksOf(list, slug) }),
        body: markup`${writeMasthead({ root: '../', hasPages: true })}
<main id="main">
<p class="kicker"><a href="../tags?kind=${TAG_KINDS[tag.kind].name}">${TAG_KINDS[tag.kind].one}</a></p>
<h1 dir="auto">${label}</h1>
<p class="lead">${countPosts(postCount)}, newest first</p>
${writePosts(list.items, { root: '../', heading: 'h2' })}
${writeListPages(list, { href: slug, name: 'posts', words: ['Newer', 'Older'] })}
</main>`,
      });
    },
  });
}

function describe({ kind, label }: TagView): string {
  return `Posts and their discussions that are filed under the ${TAG_KINDS[kind].one.toLowerCase()} “${isolate(label)}”.`;
}
