import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ModerationKind } from '../../../sdk/index.ts';
import type { DeskState } from '../model/desk-state.ts';
import { drawAudit } from './audit-view.ts';
import { drawButton } from './button-view.ts';
import type { DeskContext } from './desk-context.ts';
import { drawDetail } from './detail-view.ts';
import { drawHelp } from './help-view.ts';
import { drawItems } from './items-view.ts';
import { drawSearchForm } from './search-view.ts';
import { drawSignIn } from './sign-in-view.ts';

const TABS = [
  { tab: 'queue', name: 'queue' },
  { tab: 'search', name: 'searchTab' },
  { tab: 'audit', name: 'audit' },
] as const;

const KINDS = [null, 'HELD', 'FLAGGED'] as const satisfies readonly (ModerationKind | null)[];

/** The whole desk. */
export function drawDesk(context: DeskContext): TemplateResult {
  const { state, words } = context;
  if (state.phase === 'starting')
    return html`<div class="sign-in"><p class="note" role="status">${words.say('reading')}</p></div>`;
  if (state.phase !== 'ready') return drawSignIn(context);
  const { tab, isOver, opened } = state;
  return html`<div class="desk" data-tab=${tab} ?data-over=${isOver && opened !== null}>
    ${drawHeader(context)}
    <div class="panes">
      <section class="list-pane" aria-label=${words.say(TABS.find((one) => one.tab === tab)?.name ?? 'queue')}>
        ${drawNotices(context)} ${drawList(context)}
      </section>
      ${tab === 'audit' && opened === null ? nothing : drawDetail(context)}
    </div>
    ${drawHelp(context)}
  </div>`;
}

function drawHeader({ state, words, actions }: DeskContext): TemplateResult {
  return html`<header class="bar">
    <h1>${words.say('desk')}</h1>
    <nav aria-label=${words.say('desk')}>
      ${TABS.map(
        ({ tab, name }) =>
          html`<button
            type="button"
            class="plain"
            aria-pressed=${state.tab === tab ? 'true' : 'false'}
            @click=${() => actions.changeTab(tab)}
          >
            ${words.say(name)}
          </button>`,
      )}
    </nav>
    <p class="who">
      <span class="status" role="status">${words.say(state.status === 'live' ? 'live' : 'reconnecting')}</span>
      <bdi>${state.viewer?.displayName ?? ''}</bdi>
      <button type="button" class="plain" @click=${() => actions.run('help')}>
        ${words.say('help')} <kbd aria-hidden="true">?</kbd>
      </button>
      <button type="button" class="plain" @click=${actions.signOut}>${words.say('signOut')}</button>
    </p>
  </header>`;
}

function drawNotices(context: DeskContext): TemplateResult {
  const { state, words, actions } = context;
  const { done, failure, marked } = state;
  return html`<div class="notices">
    <p class="done" role="status">${done?.text ?? ''} ${done?.undo == null ? nothing : drawButton('undo', context)}</p>
    ${
      failure === null
        ? nothing
        : html`<p class="failure" role="alert">
            ${failure} <button type="button" class="plain" @click=${actions.reload}>${words.say('retry')}</button>
          </p>`
    }
    ${
      marked.size === 0
        ? nothing
        : html`<p class="marks">
            ${words.say('marked', { n: marked.size })}
            <button type="button" class="plain" @click=${() => actions.mark(new Set())}>${words.say('unmark')}</button>
          </p>`
    }
  </div>`;
}

function drawList(context: DeskContext): TemplateResult {
  const { state, words } = context;
  if (state.tab === 'audit') return drawAudit(context);
  if (state.tab === 'search') {
    return html`${drawSearchForm(context)}
    ${drawItems(context, { hasMore: state.found.after !== null, nothing: words.say('nothingFound') })}`;
  }
  return html`${drawKinds(context)}
  ${drawItems(context, { hasMore: state.queue.hasMore && state.queue.after !== null, nothing: words.say('nothing') })}`;
}

function drawKinds({ state, words, actions }: DeskContext): TemplateResult {
  return html`<div class="kinds" role="group" aria-label=${words.say('queue')}>
    ${KINDS.map(
      (kind) =>
        html`<button
          type="button"
          class="plain"
          aria-pressed=${state.queue.kind === kind ? 'true' : 'false'}
          @click=${() => actions.changeKind(kind)}
        >
          ${words.say(kind ?? 'all')}
        </button>`,
    )}
    <span class="note count">${countOf(state, words)}</span>
  </div>`;
}

function countOf({ queue }: DeskState, words: DeskContext['words']): string {
  const n = queue.items.length;
  return words.say(queue.hasMore ? 'waitingMore' : 'waitingCount', { n });
}
