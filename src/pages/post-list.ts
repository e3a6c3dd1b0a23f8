import { listDiscussions } from '../domain/discussion.ts';
import type { PostSummary } from '../domain/discussion.ts';
import { createPublicSession } from '../domain/service-session.ts';
import type { Services } from '../domain/service-session.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { PageArgs } from '../relay/page.ts';
import { markup } from '../text/markup.ts';
import type { Markup } from '../text/markup.ts';
import { DOT, writeTime } from './discussion/comment-html.ts';
import { writeCount } from './discussion/discussion-html.ts';
import { createDocumentKind, writeMasthead } from './document.ts';
import { createNotFoundPage } from './not-found.ts';
import type { Route } from './route.ts';

const SIZE = 20; // posts on a page

/** `/posts`: the published posts, newest first, where the publication has no pages of its own. */
export function createPostList(services: Services): Route {
  const { config, addresses } = services;
  const answerNotFound = createNotFoundPage({ basePath: () => addresses.basePath, hasPosts: config.postUrl === null });
  return {
    path: /^\/posts\/?$/,
    async handle(request, { requestId }) {
      const { pathname, search, searchParams } = new URL(request.url);
      if (config.postUrl !== null) return answerNotFound(request);
      // The links of the page are relative to an address without a slash at its end.
      if (pathname.endsWith('/'))
        return new Response(null, { status: 308, headers: { location: `../posts${search}` } });

      const session = createPublicSession(services, requestId);
      const list = await listDiscussions(session, readPlace(searchParams)).catch(toNull);
      if (list === null) return answerNotFound(request, 'There is no such page of the list.');
      return new Response(request.method === 'HEAD' ? null : writeList(list), { headers: DOCUMENT.headers });
    },
  };
}

function readPlace(search: URLSearchParams): PageArgs {
  const before = search.get('before');
  return before === null ? { first: SIZE, after: search.get('after') } : { last: SIZE, before };
}

/** A cursor comes from an address, which anybody may have written. */
function toNull(error: unknown): null {
  if (error instanceof CodedError && error.code === 'BAD_CURSOR') return null;
  throw error;
}

function writeList({ posts, newer, older }: Awaited<ReturnType<typeof listDiscussions>>): string {
  return DOCUMENT.write({
    title: 'All posts',
    body: markup`${writeMasthead({ home: './', posts: null })}
<main>
<h1>All posts</h1>
${posts.length === 0 ? markup`<p class="none">Nothing is published here yet.</p>` : null}
<ol class="posts">
${posts.map(writePost)}
</ol>
<nav class="pages" aria-label="Pages">
${newer === null ? null : markup`<a href="posts?before=${newer}" rel="prev">Newer posts</a>`}
${older === null ? null : markup`<a href="posts?after=${older}" rel="next">Older posts</a>`}
</nav>
</main>`,
  });
}

function writePost({ slug, title, kicker, excerpt, authorName, publishedAt, commentCount }: PostSummary): Markup {
  const href = `posts/${slug}`;
  return markup`<li><article>
${kicker && markup`<p class="kicker" dir="auto">${kicker}</p>`}
<h2 dir="auto"><a href="${href}">${title}</a></h2>
<p class="excerpt" dir="auto">${excerpt}</p>
<p class="by">${authorName && markup`By <bdi class="name">${authorName}</bdi>${DOT}`} ${publishedAt && markup`${writeTime(publishedAt)}${DOT}`} <a href="${href}#comments">${writeCount(commentCount)}<span class="sr-only"> on “<bdi>${title}</bdi>”</span></a></p>
</article></li>
`;
}

const DOCUMENT = createDocumentKind({
  style: `
main { padding-block: 2rem 4rem }
.posts { list-style: none; margin: 2rem 0 0; padding: 0; border-top: 1px solid var(--line) }
.posts li { padding: 1.4rem 0; border-bottom: 1px solid var(--line) }
.posts .kicker { margin-bottom: .3rem }
.posts h2 { font-size: 1.4rem; line-height: 1.25; text-wrap: balance }
.posts h2 a { color: var(--ink); text-decoration: none }
.posts h2 a:is(:hover, :focus-visible) { text-decoration: underline }
.excerpt { margin-top: .3rem }
.by { margin-top: .4rem; color: var(--soft); font: .85rem/1.5 system-ui, sans-serif }
.by .name { color: var(--ink); font-weight: 600 }
.by a { white-space: nowrap }
.none { margin-top: 2rem; color: var(--soft) }
.pages { display: flex; justify-content: space-between; margin-top: 1.5rem; font: .9rem/1.5 system-ui, sans-serif }
.pages [rel=next] { margin-left: auto }
`,
});
