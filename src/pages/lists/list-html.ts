import type { ListPage } from '../../domain/views/list-discussions.ts';
import type { PostSummary } from '../../domain/views/post-view.ts';
import type { PageArgs } from '../../relay/page.ts';
import { markup } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';
import { DOT, writeTime } from '../discussion/comment-html.ts';
import { writeCount } from '../discussion/discussion-html.ts';

export function readListPlace(search: URLSearchParams, size: number): PageArgs {
  const before = search.get('before');
  return before === null ? { first: size, after: search.get('after') } : { last: size, before };
}

interface PagesOptions {
  /** The address of the list, relative, with or without parameters. */
  readonly href: string;
  /** What the list is of: `posts`. */
  readonly name: string;
  readonly words: readonly [previous: string, next: string];
}

/** The addresses of the pages before and after one; null where there is none. */
export function linksOf({ previous, next }: ListPage<unknown>, href: string) {
  const join = href.includes('?') ? '&' : '?';
  return {
    previous: previous === null ? null : `${href}${join}before=${previous}`,
    next: next === null ? null : `${href}${join}after=${next}`,
  };
}

export function writeListPages(list: ListPage<unknown>, { href, name, words }: PagesOptions): Markup | null {
  const { previous, next } = linksOf(list, href);
  if (previous === null && next === null) return null;
  return markup`<nav class="pages" aria-label="Pages of ${name}">
${previous && markup`<a href="${previous}" rel="prev">${words[0]} ${name}</a>`}
${next && markup`<a href="${next}" rel="next">${words[1]} ${name}</a>`}
</nav>`;
}

/** The canonical address of a page of a list. */
export function canonicalOf(url: string, search: URLSearchParams): string {
  const kept = new URLSearchParams([...search].filter(([name]) => ['list', 'kind', 'after', 'before'].includes(name)));
  return kept.size === 0 ? url : `${url}?${kept.toString()}`;
}

/** “1 post”, “2 posts”. */
export function countPosts(posts: number): string {
  return `${posts} ${posts === 1 ? 'post' : 'posts'}`;
}

interface PostsOptions {
  /** Leads from the page to the landing page. */
  readonly root: string;
  /** The heading of each post. */
  readonly heading: 'h2' | 'h3';
}

export function writePosts(posts: readonly PostSummary[], options: PostsOptions): Markup {
  if (posts.length === 0) return markup`<p class="none">Nothing is published here yet.</p>`;
  return markup`<ol class="posts">
${posts.map((post) => writePost(post, options))}</ol>`;
}

function writePost(post: PostSummary, { root, heading }: PostsOptions): Markup {
  const { slug, title, kicker, excerpt, author, publishedAt, commentCount } = post;
  const href = `${root}posts/${slug}`;
  const by =
    author &&
    markup`By <a class="name" href="${root}authors/${author.handle}"><bdi>${author.displayName}</bdi></a>${DOT} `;
  const date = publishedAt && markup`${writeTime(publishedAt)}${DOT} `;
  const linked = markup`<a href="${href}">${title}</a>`;
  return markup`<li><article>
${kicker && markup`<p class="kicker" dir="auto">${kicker}</p>`}
${heading === 'h2' ? markup`<h2 dir="auto">${linked}</h2>` : markup`<h3 dir="auto">${linked}</h3>`}
<p class="excerpt" dir="auto">${excerpt}</p>
<p class="by">${by}${date}<a href="${href}#comments">${writeCount(commentCount)}<span class="sr-only"> on “<bdi>${title}</bdi>”</span></a></p>
</article></li>
`;
}
