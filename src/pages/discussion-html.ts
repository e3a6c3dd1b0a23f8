import type { AuthorRow } from '../data/reads/author-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import type { TagRow } from '../data/reads/tag-rows.ts';
import type { Discussion } from '../domain/discussion.ts';
import type { ShownCommenter } from '../domain/commenter.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import { writeComment, writeTemplates, writeTime } from './comment-html.ts';
import type { View } from './comment-html.ts';
import { DISCUSSION_SCRIPT } from './discussion-script.ts';
import { DISCUSSION_STYLE } from './discussion-style.ts';
import { markup, safeHtml } from '../text/markup.ts';
import type { Markup } from '../text/markup.ts';

/** Everything that the page of one post shows. */
export interface DiscussionPage extends Discussion {
  readonly post: PostRow;
  readonly author: AuthorRow;
  readonly tags: readonly TagRow[];
  readonly view: View;
  /** The post's id, as clients see it, and where in the log it was read: from there the page follows by itself. */
  readonly id: string;
  readonly cursor: string;
  /** The article's own address. */
  readonly url: string;
  readonly hasPlayground: boolean;
  commenterOf(comment: CommentRow): ShownCommenter | null;
}

/** The page of a post: the article, and the discussion under it. Addresses in it are relative, for any proxy before us. */
export function writeDiscussionPage(page: DiscussionPage): string {
  const { post } = page;
  const feed = `${post.slug}/comments.atom`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${post.excerpt}">
<title>${post.title}</title>
<link rel="canonical" href="${page.url}">
<link rel="alternate" type="application/atom+xml" title="Comments on “${post.title}”" href="${feed}">
<link rel="icon" href="data:,">
<style>${safeHtml(DISCUSSION_STYLE)}</style>
</head>
<body>
<header class="masthead"><a href="../">Colloquy</a></header>
<main>
${writeArticle(page)}
${writeDiscussion(page)}
</main>
<footer class="colophon"><a href="${feed}">Feed of this discussion</a>${
    page.hasPlayground ? markup`<a href="../graphql">Write a comment in the playground</a>` : null
  }</footer>
<a class="news" href="#comments" hidden></a>
${writeTemplates({ slug: post.slug, view: page.view })}
<script>${safeHtml(DISCUSSION_SCRIPT)}</script>
</body>
</html>
`.html;
}

function writeArticle({ post, author, tags }: DiscussionPage): Markup {
  return markup`<article class="story">
<header>
${post.kicker && markup`<p class="kicker"><bdi>${post.kicker}</bdi></p>`}
<h1><bdi>${post.title}</bdi></h1>
<p class="byline">By <bdi class="name">${author.displayName}</bdi>${post.publishedAt && markup` <span>${writeTime(post.publishedAt)}</span>`}</p>
</header>
<div class="body text">${safeHtml(post.bodyHtml)}</div>
${writeTags('Topics', ofKind(tags, 'TOPIC'))}
${writeTags('Companies', ofKind(tags, 'COMPANY'))}
</article>`;
}

function ofKind(tags: readonly TagRow[], kind: TagRow['kind']): readonly TagRow[] {
  return tags.filter((tag) => tag.kind === kind);
}

function writeTags(name: string, tags: readonly TagRow[]): Markup | null {
  if (tags.length === 0) return null;
  const items = tags.map(({ label }) => markup`<li><bdi>${label}</bdi></li>`);
  return markup`<div class="tags"><h2>${name}</h2><ul>${items}</ul></div>`;
}

function writeDiscussion(page: DiscussionPage): Markup {
  const { post, view, comments, hasMore, id, cursor, commenterOf } = page;
  const { isOpen, commentCount, lastNumber } = post.discussion;
  const place = { slug: post.slug, view };
  return markup`<section class="discussion" id="comments" data-view="${view}" data-slug="${post.slug}" data-post="${id}" data-cursor="${cursor}" data-last="${lastNumber}" data-open="${String(isOpen)}">
<header>
<h2 aria-live="polite">${commentCount} ${commentCount === 1 ? 'comment' : 'comments'}</h2>
<p class="views">view by: ${writeView('time', page)} | ${writeView('thread', page)}</p>
<p class="live"></p>
</header>
${isOpen ? null : markup`<p class="note">This discussion is closed. It can be read, and takes no more comments.</p>`}
<div class="list">
${comments.map((comment) => writeComment(comment, { ...place, commenter: commenterOf(comment) }))}
${comments.length > 0 ? null : markup`<p class="note nobody">Nobody has written here yet.</p>`}
${hasMore ? markup`<p class="note">These are the first ${comments.length} of ${lastNumber}. The rest is in the API: <code>Post.comments</code>.</p>` : null}
</div>
</section>`;
}

function writeView(name: View, { view, post }: DiscussionPage): Markup {
  if (name === view) return markup`<strong aria-current="page">${name}</strong>`;
  return markup`<a href="${name === 'time' ? post.slug : '?view=thread'}#comments">${name}</a>`;
}
