import type { CommenterView } from '../../domain/views/comment-view.ts';
import type { DiscussionComment } from '../../domain/views/read-discussion.ts';
import { markup, safeHtml } from '../../text/markup.ts';
import type { Markup } from '../../text/markup.ts';
import { linkToComment } from './discussion-links.ts';
import type { View } from './discussion-links.ts';

interface CommentPlace {
  readonly view: View;
  /** The numbers of the comments on the page. */
  readonly numbers: ReadonlySet<number>;
}

/** The depth from which on the view by thread indents no further. */
const DEEPEST = 8;

/** One comment in its place; of a withdrawn one, the place alone. */
export function writeComment({ number, path, content, reactions }: DiscussionComment, place: CommentPlace): Markup {
  const frame = { ...place, number, depth: path.length - 1, answered: path.at(-2) ?? null, reactions };
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

/** A moment in UTC: the reader's own zone is not known. @param attribute of the element. */
export function writeTime(date: Date, attribute: Markup | null = null): Markup {
  return markup`<time${attribute} datetime="${date.toISOString()}">${DAY.format(date)}, ${HOUR.format(date)} UTC</time>`;
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
  readonly reactions: DiscussionComment['reactions'];
}

function writeFrame({ view, numbers, number, depth, answered, reactions }: Frame, content: Markup): Markup {
  const other = linkToComment(number, view === 'time' ? 'thread' : 'time');
  // In a list of links, each says which comment it belongs to.
  const which = markup`<span class="sr-only which"> comment ${number}</span>`;
  // Of a thread that began on an earlier page, the indentation alone does not tell what is answered.
  const apart = view === 'time' || answered === null || numbers.has(answered) ? '' : ' apart';
  return markup`<article class="comment d${Math.min(depth, DEEPEST)}${apart}" id="comment-${number}" data-depth="${depth}">
${content}
<footer>${writeReactions(reactions)}${answered === null ? null : writeAnswered(answered, { view, numbers })}<a class="self" href="${linkToComment(number, view)}">link to this${which}</a><a class="other" href="${other}">${view === 'time' ? 'view in thread' : 'view by time'}${which}</a></footer>
</article>
`;
}

function writeAnswered(number: number, { view, numbers }: CommentPlace): Markup {
  const href = numbers.has(number) ? `#comment-${number}` : linkToComment(number, view);
  return markup`<a class="answers" href="${href}">in reply to #${number}</a>`;
}

function writeReactions(reactions: DiscussionComment['reactions']): Markup | null {
  if (reactions.length === 0) return null;
  const items = reactions.map(({ kind, count }) => markup`<li>${kind} <span class="count">${count}</span></li>`);
  return markup`<ul class="reactions" aria-label="Reactions">${items}</ul>`;
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
  const linked = account === null ? mark : markup`<a href="../authors/${account.handle}">${mark}</a>`;
  return markup`${writeAvatar(avatarUrl)}<bdi class="name ${account === null ? 'guest' : 'account'}">${displayName}</bdi>${mark === '' ? null : markup`<span class="handle"> ${linked}</span>`}`;
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
