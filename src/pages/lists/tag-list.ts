import { listTagViews } from '../../domain/views/tag-view.ts';
import type { TagKind, TagView } from '../../domain/views/tag-view.ts';
import type { ListPage } from '../../domain/views/list-discussions.ts';
import type { Services, ServiceSession } from '../../domain/service-session.ts';
import { markup } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';
import { writeMasthead } from '../document.ts';
import { writeFacts } from '../head.ts';
import type { Route } from '../route.ts';
import { canonicalOf, readListPlace, writeListPages } from './list-html.ts';
import { TAG_KINDS } from './tag-kinds.ts';
import { createListRoute } from './list-route.ts';
import { LIST_DOCUMENT } from './list-document.ts';

const SIZE = 100; // tags of a kind on a page
const TITLE = 'Tags';

const KINDS: readonly TagKind[] = ['TOPIC', 'COMPANY'];

/** `/tags`: what posts are filed under, by kind. `?kind=topics` pages through one kind. */
export function createTagList(services: Services): Route {
  return createListRoute(services, {
    path: /^\/tags\/?$/,
    missing: 'There is no such page of the list.',
    headers: LIST_DOCUMENT.headers,
    async write({ session, search }) {
      const wished = search.get('kind');
      const kinds = KINDS.filter((kind) => wished === null || wished === TAG_KINDS[kind].name);
      if (kinds.length === 0) return null;

      const sections = await Promise.all(kinds.map(async (kind) => await writeKind(session, { kind, search })));
      const url = canonicalOf(`${services.addresses.service}/tags`, search);
      const description = 'The topics and companies that posts are filed under here.';
      return LIST_DOCUMENT.write({
        title: TITLE,
        head: writeFacts({ title: TITLE, description, url, type: 'website' }),
        body: markup`${writeMasthead({ root: './', hasPages: true, here: 'tags' })}
<main id="main">
<h1>${TITLE}</h1>
${sections}
</main>`,
      });
    },
  });
}

/** Both kinds begin at their beginning: a cursor belongs to one. */
async function writeKind(
  session: ServiceSession,
  { kind, search }: { kind: TagKind; search: URLSearchParams },
): Promise<Markup> {
  const { name, heading } = TAG_KINDS[kind];
  const place = search.get('kind') === null ? { first: SIZE } : readListPlace(search, SIZE);
  const list: ListPage<TagView> = await listTagViews(session, { ...place, kind });
  const tags = markup`<ul>${list.items.map(writeTag)}</ul>`;
  return markup`<section class="kinds" aria-labelledby="${name}">
<h2 id="${name}">${heading}</h2>
${list.items.length === 0 ? markup`<p class="none">No post is filed under any yet.</p>` : tags}
${writeListPages(list, { href: `tags?kind=${name}`, name, words: ['Previous', 'More'] })}
</section>
`;
}

function writeTag({ slug, label, postCount }: TagView): Markup {
  const count = markup`<span class="count">${postCount}<span class="sr-only"> ${postCount === 1 ? 'post' : 'posts'}</span></span>`;
  return markup`<li><a href="tags/${slug}"><bdi>${label}</bdi> ${count}</a></li>`;
}
