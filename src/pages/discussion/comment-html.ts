import type { CommenterView, CommentView } from '../../domain/discussion.ts';
import { markup, safeHtml } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';

export type View = 'time' | 'thread';

interface CommentPlace {
  readonly slug: string;
  readonly view: View;
}

/** The depth from which on the view by thread indents no further. */
export const DEEPEST = 8;

/** One comment in its place; of a withdrawn one, the place alone. */
export function writeComment({ number, path, content }: CommentView, place: CommentPlace): Markup {
  const frame = { ...place, number, depth: path.length - 1, answered: path.at(-2) ?? null };
  if (content === null) return writeWithdrawn(frame);

  const { commenter, subject, bodyHtml, createdAt, editedAt } = content;
  return writeFrame(
    frame,
    markup`<header>
<h3>${writeNumber(number)} <bdi class="subject">${subject ?? ''}</bdi></h3>
<p class="by">${writeCommenter(commenter)}${DOT} ${writeTime(createdAt)}${editedAt && writeEdited(writeTime(editedAt))}</p>
</header>
<div class="text">${safeHtml(bodyHtml)}</div>`,
  );
}

/** What the page's script fills for each comment that arrives. */
export function writeTemplates(place: CommentPlace): Markup {
  const frame = { ...place, number: 0, depth: 0, answered: 0 };
  const time = markup`<time></time>`;
  return markup`<template id="shown">${writeFrame(
    frame,
    markup`<header>
<h3>${writeNumber(0)} <bdi class="subject"></bdi></h3>
<p class="by">${writeAvatar(null)}<bdi class="name"></bdi><span class="handle"></span>${DOT} ${time}${writeEdited(time)}</p>
</header>
<div class="text"></div>`,
  )}</template>
<template id="withdrawn">${writeWithdrawn(frame)}</template>`;
}

/** A moment in UTC; the page's script writes it in the reader's own zone. */
export function writeTime(date: Date): Markup {
  return markup`<time datetime="${date.toISOString()}">${DAY.format(date)}, ${HOUR.format(date)} UTC</time>`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** Stands between a name and a date. It clings to the name, so that no line begins with it. */
export const DOT = markup`<span class="dot" aria-hidden="true">\u00a0·</span>`;

interface Frame extends CommentPlace {
  readonly number: number;
  readonly depth: number;
  /** The number of the parent comment. */
  readonly answered: number | null;
}

function writeFrame({ slug, view, number, depth, answered }: Frame, content: Markup): Markup {
  const other = view === 'time' ? `?view=thread#comment-${number}` : `${slug}#comment-${number}`;
  const answers = markup`<a class="answers" href="#comment-${answered}">in reply to #${answered}</a>`;
  // In a list of links, each says which comment it belongs to.
  const which = markup`<span class="sr-only which"> comment ${number}</span>`;
  return markup`<article class="comment d${Math.min(depth, DEEPEST)}" id="comment-${number}" data-depth="${depth}">
${content}
<footer>${answered === null ? null : answers}<a class="self" href="#comment-${number}">link to this${which}</a><a class="other" href="${other}">${view === 'time' ? 'view in thread' : 'view by time'}${which}</a></footer>
</article>
`;
}

function writeWithdrawn(frame: Frame): Markup {
  return writeFrame(
    frame,
    markup`<p class="gone">${writeNumber(frame.number)} <span>This comment was removed.</span></p>`,
  );
}

function writeNumber(number: number): Markup {
  return markup`<span class="number">${number}</span>`;
}

function writeEdited(time: Markup): Markup {
  return markup`<span class="edited"> (edited ${time})</span>`;
}

function writeCommenter(commenter: CommenterView): Markup {
  const { displayName, avatarUrl, account } = commenter;
  const mark = markOf(commenter);
  return markup`${writeAvatar(avatarUrl)}<bdi class="name ${account === null ? 'guest' : 'account'}">${displayName}</bdi>${mark === '' ? null : markup`<span class="handle"> ${mark}</span>`}`;
}

/** The name says whose picture it is: it has no text. Of a long discussion only those are loaded that come into sight. */
function writeAvatar(url: string | null): Markup {
  return markup`<img class="avatar" alt="" width="18" height="18" loading="lazy"${url === null ? null : markup` src="${url}"`}>`;
}

/**
 * What stands after a name, so that no guest looks like an account, whatever the guest's name: the handle, or that it is a guest.
 * Empty where the name says that by itself: “Guest guest” would say it twice.
 */
export function markOf({ displayName, account }: CommenterView): string {
  if (account !== null) return `@${account.handle}`;
  return displayName === 'Guest' ? '' : 'guest';
}
