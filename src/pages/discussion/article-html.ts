import type { PostView } from '../../domain/views/post-view.ts';
import { markup, safeHtml } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';
import { DOT, writeTime } from './comment-html.ts';

/** The article above its discussion. */
export function writeArticle({ kicker, title, author, publishedAt, bodyHtml, tags, pageUrl }: PostView): Markup {
  const by =
    author &&
    markup`By <a class="name" rel="author" href="../authors/${author.handle}"><bdi>${author.displayName}</bdi></a>${DOT} `;
  // The component says the same moment in the reader's own zone, where a pointer rests on it.
  const date = publishedAt && writeTime(publishedAt, markup` data-colloquy-time`);
  return markup`<article class="story">
<header>
${kicker && markup`<p class="kicker" dir="auto">${kicker}</p>`}
<h1 dir="auto">${title}</h1>
<p class="byline">${by}${date}</p>
</header>
<div class="body text">${bodyHtml === null ? writePageLink(pageUrl) : safeHtml(bodyHtml)}</div>
${writeTags('Topics', ofKind(tags, 'TOPIC'))}
${writeTags('Companies', ofKind(tags, 'COMPANY'))}
</article>`;
}

/** Where the article of a page stands that somebody else publishes. */
function writePageLink(url: string | null): Markup | null {
  return url === null ? null : markup`<p><a href="${url}">${url}</a></p>`;
}

function ofKind(tags: PostView['tags'], kind: 'TOPIC' | 'COMPANY'): PostView['tags'] {
  return tags.filter((tag) => tag.kind === kind);
}

function writeTags(name: string, tags: PostView['tags']): Markup | null {
  if (tags.length === 0) return null;
  const items = tags.map(
    ({ slug, label }) => markup`<li><a rel="tag" href="../tags/${slug}"><bdi>${label}</bdi></a></li>`,
  );
  return markup`<div class="tags"><h2>${name}</h2><ul>${items}</ul></div>`;
}
