import { readAuthor } from '../../domain/views/read-author.ts';
import type { AuthorView, CommentSummary } from '../../domain/views/read-author.ts';
import type { Services } from '../../domain/service-session.ts';
import { isolate } from '../../text/isolate.ts';
import { markup } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';
import { writeTime } from '../discussion/comment-html.ts';
import { linkToComment } from '../discussion/discussion-links.ts';
import { writeMasthead } from '../document.ts';
import { writeFacts } from '../head.ts';
import type { Route } from '../route.ts';
import { canonicalOf, readListPlace, writeListPages, writePosts } from './list-html.ts';
import { createListRoute } from './list-route.ts';
import { PICTURED_LIST_DOCUMENT } from './list-document.ts';

const SIZE = 20; // posts or comments on a page

/** `/authors/HANDLE`: who it is, the newest posts and comments. `?list=posts` and `?list=comments` page through one of them. */
export function createAuthorPage(services: Services): Route {
  return createListRoute(services, {
    path: /^\/authors\/(?<name>[^/]+)\/?$/,
    missing: 'There is no such author.',
    headers: PICTURED_LIST_DOCUMENT.headers,
    async write({ session, name: handle, search }) {
      const wished = search.get('list');
      if (wished !== null && wished !== 'posts' && wished !== 'comments') return null;
      const place = wished === null ? { first: SIZE } : readListPlace(search, SIZE);
      const posts = wished === 'comments' ? null : place;
      const comments = wished === 'posts' ? null : place;
      const author = await readAuthor(session, { handle, posts, comments });
      return author && writeAuthor(author, canonicalOf(services.addresses.ofAuthor(handle), search));
    },
  });
}

function writeAuthor(author: AuthorView, url: string): string {
  const { handle, displayName, avatarUrl } = author;
  const title = `${isolate(displayName)} (@${handle})`;
  const description = `Posts and comments by ${isolate(displayName)}, newest first.`;
  return PICTURED_LIST_DOCUMENT.write({
    title,
    head: writeFacts({ title, description, url, type: 'profile' }),
    body: markup`${writeMasthead({ root: '../', hasPages: true })}
<main id="main">
<header class="person"><img src="${avatarUrl}" alt="" width="72" height="72"><div>
<h1 dir="auto">${displayName}</h1>
<p class="lead">@${handle}</p>
</div></header>
${writeOwnPosts(author)}
${writeOwnComments(author)}
</main>`,
  });
}

/** Most who comment have no posts: nothing tells of none, unless these alone are asked for. */
function writeOwnPosts({ handle, posts, comments }: AuthorView): Markup | null {
  if (posts === null || (posts.items.length === 0 && comments !== null)) return null;
  return markup`<section aria-labelledby="posts">
<h2 id="posts">Posts</h2>
${writePosts(posts.items, { root: '../', heading: 'h3' })}
${writeListPages(posts, { href: `${handle}?list=posts`, name: 'posts', words: ['Newer', 'Older'] })}
</section>`;
}

function writeOwnComments({ handle, comments }: AuthorView): Markup | null {
  if (comments === null) return null;
  return markup`<section aria-labelledby="comments">
<h2 id="comments">Comments</h2>
${
  comments.items.length === 0
    ? markup`<p class="none">There are no comments yet.</p>`
    : markup`<ol class="posts">${comments.items.map(writeOwnComment)}</ol>`
}
${writeListPages(comments, { href: `${handle}?list=comments`, name: 'comments', words: ['Newer', 'Older'] })}
</section>`;
}

function writeOwnComment({ number, subject, excerpt, createdAt, post }: CommentSummary): Markup {
  const href = `../posts/${post.slug}`;
  const of = markup`<bdi>${subject ?? post.title}</bdi>`;
  return markup`<li><article>
<h3 dir="auto"><a href="${href}${linkToComment(number, 'time')}">${of}</a></h3>
<p class="excerpt" dir="auto">${excerpt}</p>
<p class="by">${writeTime(createdAt)}, #${number} on <a href="${href}"><bdi>${post.title}</bdi></a></p>
</article></li>
`;
}
