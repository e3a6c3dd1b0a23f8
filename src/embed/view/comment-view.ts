import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { DiscussionComment } from '../../sdk/index.ts';
import type { OwnComment } from '../model/state.ts';
import { drawAuthor, drawMoment } from './comment-parts.ts';
import { drawForm } from './composer-view.ts';
import type { Context } from './context.ts';
import { drawPending } from './pending-view.ts';
import { drawReport } from './report-view.ts';

const DEEPEST = 6; // levels that are indented

/** One comment in its place; of one that is no longer shown, the place alone. */
export function drawComment(comment: DiscussionComment, context: Context): TemplateResult {
  const { state, words } = context;
  const { number, path, status } = comment;
  const depth = state.view === 'THREAD' ? Math.min(path.length - 1, DEEPEST) : 0;
  const isNew = state.lastVisit !== null && number > state.lastVisit && !state.written.has(number);
  const pending = state.pending.filter(({ parent }) => parent?.id === comment.id);
  return html`<article
    id="comment-${number}"
    data-id=${comment.id}
    class="comment ${isNew ? 'new' : ''} ${state.linked === number ? 'linked' : ''}"
    part="comment"
    .style=${`--depth:${depth}`}
    tabindex="-1"
    aria-label=${words.say('number', { n: number })}
  >
    ${status === 'PUBLISHED' ? drawShown(comment, context) : drawGone(comment, context)}
    ${pending.map((one) => drawPending(one, context))}
  </article>`;
}

function drawGone({ id, status, number }: DiscussionComment, { state, words }: Context): TemplateResult {
  const reason = state.own.get(id)?.decision?.reason ?? null;
  const hidden = reason === null ? words.say('hidden') : words.say('hiddenBecause', { reason });
  return html`<p class="gone">
    <span class="number">${number}</span> ${status === 'HIDDEN' ? hidden : words.say('withdrawn')}
  </p>`;
}

function drawShown(comment: DiscussionComment, context: Context): TemplateResult {
  const { state, words } = context;
  const { id, subject, bodyHtml, parent } = comment;
  const form = state.form?.commentId === id ? state.form.kind : null;
  return html`<header>
      ${drawAuthor(comment.author, context)}
      ${drawMoment({ ...comment, url: `#comment-${comment.number}` }, { words, now: state.now })}
      ${
        parent === null || state.view === 'THREAD'
          ? nothing
          : html`<a class="answers" href="#comment-${parent.number}" @click=${lead(context, parent)}
              >${words.say('replyTo', { n: parent.number })}</a
            >`
      }
    </header>
    ${subject === null ? nothing : html`<p class="subject" dir="auto">${subject}</p>`}
    ${
      form === 'edit'
        ? drawForm({ kind: 'edit', comment }, context)
        : html`<div class="text" part="text" dir="auto" .innerHTML=${bodyHtml ?? ''}></div>`
    }
    ${drawFooter(comment, context)}
    ${form === 'reply' && !isLocked(comment, context) ? drawForm({ kind: 'reply', comment }, context) : nothing}
    ${form === 'report' ? drawReport(comment, context) : nothing}`;
}

function drawFooter(comment: DiscussionComment, context: Context): TemplateResult {
  const { state, words, actions, writer } = context;
  const { id, number } = comment;
  const own = state.own.get(id);
  const locked = isLocked(comment, context);
  const takesReplies = state.discussion?.commentsOpen === true && !locked;
  const which = words.say('number', { n: number });
  const button = (name: string, act: () => void) =>
    html`<button type="button" class="plain" part="button" aria-label="${name} ${which}" @click=${act}>
      ${name}
    </button>`;
  const withdraw = () => {
    if (confirm(words.say('withdrawSure'))) void writer.withdraw(comment);
  };
  return html`<footer>
    ${drawReactions(comment, { own, takesReplies }, context)}
    ${takesReplies ? button(words.say('reply'), () => actions.openForm({ kind: 'reply', commentId: id })) : nothing}
    ${locked ? html`<span class="note">${words.say('locked')}</span>` : nothing}
    ${state.view === 'THREAD' ? nothing : button(words.say('inThread'), () => actions.viewInThread(comment))}
    ${
      own?.viewerCanEdit === true
        ? button(words.say('edit'), () => actions.openForm({ kind: 'edit', commentId: id }))
        : nothing
    }
    ${own?.viewerCanDelete === true ? button(words.say('withdraw'), withdraw) : nothing}
    ${
      own?.viewerHasFlagged === true
        ? html`<span class="note">${words.say('reported')}</span>`
        : button(words.say('report'), () => actions.openForm({ kind: 'report', commentId: id }))
    }
  </footer>`;
}

/** A moderator locks a comment with everything below it. */
function isLocked({ path }: DiscussionComment, { state }: Context): boolean {
  return path.some((number) => state.discussion?.lockedNumbers.includes(number));
}

function drawReactions(
  comment: DiscussionComment,
  { own, takesReplies }: { readonly own: OwnComment | undefined; readonly takesReplies: boolean },
  { words, writer, state, isGuest }: Context,
): TemplateResult[] {
  const why = isGuest && state.discussion?.guestsCanReact !== true ? words.say('reactSignedIn') : nothing;
  return comment.reactions.map(({ kind, count }) => {
    const isOn = own?.reactions.find((one) => one.kind === kind)?.viewerHasReacted ?? false;
    return html`<button
      type="button"
      class="reaction"
      part="reaction"
      aria-pressed=${isOn ? 'true' : 'false'}
      title=${why}
      ?disabled=${!takesReplies}
      @click=${() => void writer.react(comment, { kind, on: !isOn })}
    >
      ${words.nameReaction(kind)} ${count === 0 ? nothing : count}
    </button>`;
  });
}

/** Follows a link to a comment within the page. */
export function lead({ actions }: Context, comment: { readonly id: string; readonly number: number }) {
  return (event: Event) => {
    event.preventDefault();
    actions.goTo(comment);
  };
}
