import type { Discussion, PostView } from '../../domain/discussion.ts';
import { markup, safeHtml } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';
import { DOT, writeComment, writeTemplates, writeTime } from './comment-html.ts';
import type { View } from './comment-html.ts';
import { isolate } from '../../text/isolate.ts';
import { DISCUSSION_SCRIPT } from './discussion-script.ts';
import { DISCUSSION_STYLE } from './discussion-style.ts';
import { createDocumentKind, writeMasthead } from '../document.ts';

/** Everything that the page of one post shows. */
interface DiscussionPage extends Discussion {
  readonly view: View;
  /** The canonical address of the article. */
  readonly url: string;
  readonly hasPlayground: boolean;
}

export const DISCUSSION_DOCUMENT = createDocumentKind({
  style: DISCUSSION_STYLE,
  script: DISCUSSION_SCRIPT,
  hasPictures: true,
});

/** The page of a post: the article, and the discussion under it. Its links are relative, so that it works behind any proxy. */
export function writeDiscussionPage(page: DiscussionPage): string {
  const { post, view } = page;
  const feed = `${post.slug}/comments.atom`;
  return DISCUSSION_DOCUMENT.write({
    title: post.title,
    head: markup`<meta name="description" content="${post.excerpt}">
<link rel="canonical" href="${page.url}">
<link rel="alternate" type="application/atom+xml" title="Comments on “${isolate(post.title)}”" href="${feed}">`,
    body: markup`${writeMasthead({ home: '../', posts: '../posts' })}
<main>
${writeArticle(post)}
${writeDiscussion(page)}
</main>
<footer class="colophon"><a href="${feed}">Feed of this discussion</a>${
      page.hasPlayground ? markup`<a href="../graphql">Write a comment in the playground</a>` : null
    }</footer>
<a class="news" href="#comments" hidden></a>
${writeTemplates({ slug: post.slug, view })}`,
  });
}

function writeArticle({ kicker, title, authorName, publishedAt, bodyHtml, tags, pageUrl }: PostView): Markup {
  return markup`<article class="story">
<header>
${kicker && markup`<p class="kicker" dir="auto">${kicker}</p>`}
<h1 dir="auto">${title}</h1>
<p class="byline">${authorName && markup`By <bdi class="name">${authorName}</bdi>${DOT}`} ${publishedAt && writeTime(publishedAt)}</p>
</header>
<div class="body text">${bodyHtml === null ? writePageLink(pageUrl) : safeHtml(bodyHtml)}</div>
${writeTags('Topics', ofKind(tags, 'TOPIC'))}
${writeTags('Companies', ofKind(tags, 'COMPANY'))}
</article>`;
}

function writePageLink(url: string | null): Markup | null {
  return url === null ? null : markup`<p><a href="${url}">${url}</a></p>`;
}

function ofKind(tags: PostView['tags'], kind: 'TOPIC' | 'COMPANY'): PostView['tags'] {
  return tags.filter((tag) => tag.kind === kind);
}

function writeTags(name: string, tags: PostView['tags']): Markup | null {
  if (tags.length === 0) return null;
  const items = tags.map(({ label }) => markup`<li><bdi>${label}</bdi></li>`);
  return markup`<div class="tags"><h2>${name}</h2><ul>${items}</ul></div>`;
}

function writeDiscussion({ post, view, comments, hasMore }: DiscussionPage): Markup {
  const { slug, id, cursor, isOpen, commentCount, lastNumber, pinned } = post;
  return markup`<section class="discussion" id="comments" data-view="${view}" data-slug="${slug}" data-post="${id}" data-cursor="${cursor}" data-last="${lastNumber}">
<header>
<h2 aria-live="polite">${writeCount(commentCount)}</h2>
<p class="views">view by: ${writeView('time', { view, slug })} | ${writeView('thread', { view, slug })}</p>
<p class="pins">${writePin('first', pinned)} ${writePin('last', pinned)}</p>
<p class="live"></p>
</header>
<p class="note closed"${isOpen ? markup` hidden` : null}>This discussion is closed. It can be read, and takes no more comments.</p>
<div class="list">
${comments.map((comment) => writeComment(comment, { slug, view }))}
${comments.length > 0 ? null : markup`<p class="note nobody">Nobody has written here yet.</p>`}
${hasMore ? markup`<p class="note more">These are the first ${comments.length} of ${lastNumber}. The rest is in the API: <code>Post.comments</code>.</p>` : null}
</div>
</section>`;
}

function writePin(word: 'first' | 'last', { [word]: number }: PostView['pinned']): Markup {
  const place = number === null ? markup` hidden` : markup` href="#comment-${number}"`;
  return markup`<a class="${word}"${place}>pinned as the ${word} word</a>`;
}

/** “1 comment”, “2 comments”. */
export function writeCount(comments: number): string {
  return `${comments} ${comments === 1 ? 'comment' : 'comments'}`;
}

function writeView(name: View, { view, slug }: { view: View; slug: string }): Markup {
  if (name === view) return markup`<strong aria-current="page">${name}</strong>`;
  return markup`<a href="${name === 'time' ? slug : '?view=thread'}#comments">${name}</a>`;
}
