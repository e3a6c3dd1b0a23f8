import type { CommentRow } from '../data/reads/comment-rows.ts';
import type { ShownCommenter } from '../domain/commenter.ts';
import { markup, safeHtml } from '../text/markup.ts';
import type { Markup } from '../text/markup.ts';

export type View = 'time' | 'thread';

export interface CommentPlace {
  readonly slug: string;
  readonly view: View;
}

/** From here on a thread is indented no further. */
const DEEPEST = 8;

/** One comment in its place; where it is withdrawn, the place. */
export function writeComment(
  comment: CommentRow,
  { commenter, ...place }: CommentPlace & { commenter: ShownCommenter | null },
): Markup {
  const { number, path, subject, bodyHtml, createdAt, editedAt } = comment;
  const depth = path.length - 1;
  const answered = path.at(-2) ?? null;
  const frame = { ...place, number, depth, answered };
  if (commenter === null) return writeWithdrawn(frame);

  return writeFrame(
    frame,
    markup`<header>
<h3>${writeNumber(number)} <bdi class="subject">${subject ?? ''}</bdi></h3>
<p class="by">${writeCommenter(commenter)} ${writeTime(createdAt)}${editedAt && markup` <span class="edited">(edited ${writeTime(editedAt)})</span>`}</p>
</header>
<div class="text">${safeHtml(bodyHtml)}</div>`,
  );
}

/** What the page's script fills for each comment that comes. Nothing in it is a comment of its own. */
export function writeTemplates(place: CommentPlace): Markup {
  const frame = { ...place, number: 0, depth: 0, answered: 0 };
  return markup`<template id="shown">${writeFrame(
    frame,
    markup`<header>
<h3>${writeNumber(0)} <bdi class="subject"></bdi></h3>
<p class="by"><bdi class="name"></bdi> <span class="handle"></span> <time></time></p>
</header>
<div class="text"></div>`,
  )}</template>
<template id="withdrawn">${writeWithdrawn(frame)}</template>`;
}

/** A moment; the page's script writes it in the reader's own zone. */
export function writeTime(date: Date): Markup {
  return markup`<time datetime="${date.toISOString()}">${DAY.format(date)}, ${HOUR.format(date)} UTC</time>`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

interface Frame extends CommentPlace {
  readonly number: number;
  readonly depth: number;
  /** The number of the comment that it answers. */
  readonly answered: number | null;
}

function writeFrame({ slug, view, number, depth, answered }: Frame, content: Markup): Markup {
  const other = view === 'time' ? `?view=thread#comment-${number}` : `${slug}#comment-${number}`;
  const answers = markup`<a class="answers" href="#comment-${answered}">in reply to #${answered}</a>`;
  return markup`<article class="comment d${Math.min(depth, DEEPEST)}" id="comment-${number}" data-depth="${depth}">
${content}
<footer>${answered === null ? null : answers}<a class="self" href="#comment-${number}">link to this</a><a class="other" href="${other}">${view === 'time' ? 'view in thread' : 'view by time'}</a></footer>
</article>
`;
}

function writeWithdrawn(frame: Frame): Markup {
  return writeFrame(
    frame,
    markup`<p class="gone">${writeNumber(frame.number)} <span>This comment was withdrawn.</span></p>`,
  );
}

/** “Guest guest” would say too much. */
function markOf(guestName: string): string {
  return guestName === 'Guest' ? '' : 'guest';
}

function writeNumber(number: number): Markup {
  return markup`<span class="number">${number}</span>`;
}

function writeCommenter(commenter: ShownCommenter): Markup {
  const isAccount = 'handle' in commenter && typeof commenter.handle === 'string';
  const handle = isAccount ? `@${String(commenter.handle)}` : markOf(commenter.displayName);
  return markup`<bdi class="name ${isAccount ? 'account' : 'guest'}">${commenter.displayName}</bdi> <span class="handle">${handle}</span>`;
}
