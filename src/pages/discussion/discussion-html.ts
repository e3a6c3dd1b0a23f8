import type { Discussion } from '../../domain/views/read-discussion.ts';
import type { Addresses } from '../../config/addresses.ts';
import { isolate } from '../../text/isolate.ts';
import { markup } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';
import { toPlainText } from '../../text/plain-text.ts';
import { createDocumentKind, writeMasthead } from '../document.ts';
import { writeFacts } from '../head.ts';
import { writeData } from '../script-data.ts';
import { writeArticle } from './article-html.ts';
import { writeComment } from './comment-html.ts';
import { linkToComment, linkToPage } from './discussion-links.ts';
import type { DiscussionPlace, View } from './discussion-links.ts';
import { DISCUSSION_STYLE } from './discussion-style.ts';
import { writeStructuredData } from './structured-data.ts';

/** Everything that the page of one post shows. */
interface DiscussionPage extends Discussion {
  readonly view: View;
  readonly place: DiscussionPlace;
  readonly addresses: Addresses;
}

export const DISCUSSION_DOCUMENT = createDocumentKind({
  style: DISCUSSION_STYLE,
  loads: { calls: [] },
  hasPictures: true,
});

/**
 * The page of a post: the article, and a page of the discussion under it, which the component takes over where scripts run. Its links are
 * relative, so that it works behind any proxy.
 */
export function writeDiscussionPage(page: DiscussionPage): string {
  const { post, addresses } = page;
  const { slug, title, excerpt, author, publishedAt, tags } = post;
  const feed = `${slug}/comments.atom`;
  return DISCUSSION_DOCUMENT.write({
    title,
    head: markup`${writeFacts({ title, description: excerpt, url: canonicalOf(page), type: 'article', ...linksOf(page) })}
${publishedAt && markup`<meta property="article:published_time" content="${publishedAt.toISOString()}">`}
${author && markup`<meta property="article:author" content="${addresses.ofAuthor(author.handle)}">`}
${tags.map(({ label }) => markup`<meta property="article:tag" content="${label}">`)}
<script type="module" src="../embed.js"></script>
<link rel="alternate" type="application/atom+xml" title="Comments on “${isolate(title)}”" href="${feed}">
${writeStructuredData(page, addresses)}`,
    body: markup`${writeMasthead({ root: '../', hasPages: true })}
<main id="main">
${writeArticle(post)}
${writeDiscussion(page)}
</main>
<footer class="colophon"><a href="${feed}">Feed of this discussion</a></footer>`,
  });
}

/** The first page is the canonical one of either view, and where a comment is pointed at; each further page is one of its own. */
function canonicalOf({ post, view, place, addresses }: DiscussionPage): string {
  const url = addresses.ofPost(post);
  if ('around' in place) return url;
  const { after, before, last } = place;
  if (typeof after === 'string') return `${url}${linkToPage({ slug: '', view }, { after })}`;
  return typeof last === 'number' ? `${url}${linkToPage({ slug: '', view }, { before: before ?? '' })}` : url;
}

function linksOf({ post: { slug }, view, previous, next }: DiscussionPage) {
  const link = (parameters: { after: string } | { before: string }) => linkToPage({ slug, view }, parameters);
  return {
    previous: previous === null ? null : link({ before: previous }),
    next: next === null ? null : link({ after: next }),
  };
}

function writeDiscussion(page: DiscussionPage): Markup {
  const { post, view, items, answer } = page;
  const { slug, isOpen, commentCount } = post;
  const numbers = new Set(items.map(({ number }) => number));
  return markup`<colloquy-discussion id="comments" slug="${slug}" view="${view}" loading="eager" authors="../authors/">
<section class="discussion" aria-labelledby="count" data-view="${view}">
<header>
<h2 id="count">${writeCount(commentCount)}</h2>
<nav class="views" aria-label="View">view by: ${writeView('time', page)} | ${writeView('thread', page)}</nav>
</header>
${isOpen ? markup`<p class="form"></p>` : markup`<p class="note closed">This discussion is closed to new comments.</p>`}
${writePages(page, 'above')}
${writePins(page, numbers)}
<div class="list">
${items.map((comment) => writeComment(comment, { view, numbers }))}
${items.length > 0 ? null : markup`<p class="note nobody">No comments yet.</p>`}
</div>
${writePages(page, 'below')}
</section>
${writeData('application/json', answer)}
</colloquy-discussion>`;
}

/** Above the comments only where others come before them. */
function writePages(page: DiscussionPage, where: 'above' | 'below'): Markup | null {
  const { post, view, items } = page;
  const { previous, next } = linksOf(page);
  if (previous === null && (next === null || where === 'above')) return null;
  const link = (name: string, href: string) => markup`<a href="${href}#comments">${name}</a>`;
  const toPrevious = previous && markup`<a href="${previous}#comments" rel="prev">Previous comments</a>`;
  const toNext = next && markup`<a href="${next}#comments" rel="next">Next comments</a>`;
  const [first, last] = [items[0]?.number, items.at(-1)?.number];
  const range = view === 'time' ? `${first ?? 0}–${last ?? 0}` : String(items.length);
  return markup`<nav class="pages" aria-label="Pages ${where} the comments">
${previous && link('First', linkToPage({ slug: post.slug, view }))} ${toPrevious}
<span>${range} of ${post.lastNumber}</span>
${toNext} ${next && link('Last', linkToPage({ slug: post.slug, view }, { before: '' }))}
</nav>`;
}

/** As the component draws them (src/embed/view/pins-view.ts), so that nothing moves when it takes over. */
function writePins(
  { answer: { firstWord, lastWord }, view }: DiscussionPage,
  numbers: ReadonlySet<number>,
): Markup | null {
  if (firstWord === null && lastWord === null) return null;
  const writePin = (pin: typeof firstWord, name: string): Markup | null => {
    if (pin === null) return null;
    const { number, bodyHtml, author } = pin;
    const href = numbers.has(number) ? `#comment-${number}` : linkToComment(number, view);
    return markup`<a href="${href}"><b>${name}</b> <bdi>${author.displayName}</bdi>: <span dir="auto">${beginningOf(bodyHtml)}</span></a>`;
  };
  return markup`<p class="pins">${writePin(firstWord, 'Pinned as the first word')}${writePin(lastWord, 'Pinned as the last word')}</p>`;
}

/** As a line, to the end of the word near 120 code points. */
function beginningOf(bodyHtml: string): string {
  const line = toPlainText(bodyHtml).replaceAll(/\s+/g, ' ');
  return line.replace(/^(.{120}\S{0,20}).+/u, '$1…');
}

/** “1 comment”, “2 comments”. */
export function writeCount(comments: number): string {
  return `${comments} ${comments === 1 ? 'comment' : 'comments'}`;
}

function writeView(name: View, { view, post: { slug } }: DiscussionPage): Markup {
  if (name === view) return markup`<strong aria-current="page">${name}</strong>`;
  return markup`<a href="${linkToPage({ slug, view: name })}#comments">${name}</a>`;
}
