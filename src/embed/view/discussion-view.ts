import { html, nothing, type TemplateResult } from 'lit/html.js';
import { countUnread, countWaiting } from '../model/shown.ts';
import type { State } from '../model/state.ts';
import { drawForm } from './composer-view.ts';
import type { Context } from './context.ts';
import { drawList, type ListMemory } from './list-view.ts';
import { drawPins } from './pins-view.ts';

const VIEWS = ['THREAD', 'TIME', 'TOP'] as const;
const NAMES = { THREAD: 'thread', TIME: 'time', TOP: 'top' } as const;

/** The whole discussion. */
export function drawDiscussion(context: Context, memory: ListMemory): TemplateResult {
  const { state, words, actions } = context;
  if (state.phase === 'loading') return html`<p class="note" role="status">${words.say('loading')}</p>`;
  if (state.phase === 'failed') {
    return html`<p class="note" role="alert">${words.say('failed')}</p>
      <p class="buttons">
        <button type="button" part="button" @click=${actions.reload}>${words.say('retry')}</button>
      </p>`;
  }
  const isOpen = state.discussion?.commentsOpen ?? true;
  const composer = isOpen
    ? drawForm({ kind: 'comment' }, context)
    : html`<p class="note closed">${words.say('closed')}</p>`;
  return html`<section class="discussion" part="discussion" aria-label=${words.say('comments', { n: 2 })}>
    ${drawHeader(context)} ${composer} ${drawNews(context)} ${drawPins(context)} ${drawList(context, memory)}
    <p class="sr-only" role="status">${state.announced}</p>
  </section>`;
}

function drawHeader({ state, words, actions }: Context): TemplateResult {
  const count = state.discussion?.commentCount ?? 0;
  const unread = countUnread(state);
  const choose = (view: State['view']) => () => actions.changeView(view, state.isNewestFirst);
  return html`<header class="top">
    <h2 part="heading">${words.say('comments', { n: count })}</h2>
    ${unread === 0 ? nothing : html`<p class="unread">${words.say('unread', { n: unread })}</p>`}
    <div class="views" role="group" aria-label=${words.say('viewBy')}>
      ${VIEWS.map(
        (view) =>
          html`<button
            type="button"
            class="plain"
            part="button view"
            aria-pressed=${state.view === view ? 'true' : 'false'}
            @click=${choose(view)}
          >
            ${words.say(NAMES[view])}
          </button>`,
      )}
      ${
        state.view === 'TIME'
          ? html`<button
              type="button"
              class="plain"
              part="button order"
              @click=${() => actions.changeView('TIME', !state.isNewestFirst)}
            >
              ${words.say(state.isNewestFirst ? 'oldest' : 'newest')}
            </button>`
          : nothing
      }
    </div>
    ${state.status === 'waiting' ? html`<p class="note" role="status">${words.say('reconnecting')}</p>` : nothing}
  </header>`;
}

/** Comments that came are offered, and never move what is being read. */
function drawNews({ state, words, actions }: Context): TemplateResult {
  const waiting = countWaiting(state);
  return html`<div class="news" aria-live="polite">
      ${
        waiting === 0
          ? nothing
          : html`<button type="button" class="pill" part="pill" @click=${actions.showWaiting}>
              ${words.say('waiting', { n: waiting })}
            </button>`
      }
    </div>
    ${state.failure !== null && state.form === null ? html`<p class="failure" role="alert">${state.failure}</p>` : nothing}`;
}
