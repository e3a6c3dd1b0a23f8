import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { toggleMark } from '../model/selection.ts';
import { itemsOf } from '../model/desk-state.ts';
import type { Item } from '../model/queue.ts';
import type { DeskContext } from './desk-context.ts';

/** The list of the queue, or of what was found. */
export function drawItems(
  context: DeskContext,
  { hasMore, nothing: none }: { readonly hasMore: boolean; readonly nothing: string },
): TemplateResult {
  const { state, words, actions } = context;
  const items = itemsOf(state);
  return html`<ul class="items">
      ${repeat(
        items,
        ({ id }) => id,
        (item) => drawRow(item, context),
      )}
    </ul>
    ${items.length === 0 ? html`<p class="note">${state.isReading ? words.say('reading') : none}</p>` : nothing}
    ${
      hasMore
        ? html`<button type="button" class="more" @click=${actions.loadMore}>${words.say('more')}</button>`
        : nothing
    }`;
}

function drawRow(item: Item, context: DeskContext): TemplateResult {
  const { state, words } = context;
  const { id } = item;
  const isSelected = state.selection.id === id;
  const isMarked = state.marked.has(id);
  const failure = state.failures.get(id);
  const depends = [item, isSelected, isMarked, isMarked ? state.marked : null, failure, state.now, words];
  return html`<li>${guard(depends, () => drawItem(item, context))}</li>`;
}

function drawItem(item: Item, { state, words, actions }: DeskContext): TemplateResult {
  const { id, post, createdAt } = item;
  const isSelected = state.selection.id === id;
  const isMarked = state.marked.has(id);
  const failure = state.failures.get(id);
  const name = (item.__typename === 'Comment' ? item.author : item.commenter)?.displayName ?? '';
  const text = textOf(item);
  const toggle = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLInputElement && currentTarget.checked !== isMarked)
      actions.mark(toggleMark(state.marked, id));
  };
  return html`<div class="item" ?data-selected=${isSelected} data-id=${id}>
    <input
      type="checkbox"
      .checked=${isMarked}
      aria-label=${words.say('markOf', { name, text: text.slice(0, 40) })}
      @change=${toggle}
    />
    <button
      type="button"
      class="pick"
      aria-current=${isSelected ? 'true' : nothing}
      @click=${() => actions.select(id, true)}
    >
      <span class="line">
        <bdi class="name">${name}</bdi>
        <time datetime=${createdAt}>${words.ago(createdAt, state.now)}</time>
        ${tellWhy(item, words).map((why) => html`<span class="why">${why}</span>`)}
      </span>
      <span class="words" dir="auto">${text}</span>
      <span class="line note">${words.say('under')} <bdi>${post.title}</bdi></span>
    </button>
    ${failure === undefined ? nothing : html`<p class="failure" role="alert">${failure}</p>`}
  </div>`;
}

/** Why it waits: what held it, or the reasons of the reports that are not answered; and what it is. */
export function tellWhy(item: Item, words: DeskContext['words']): readonly string[] {
  if (item.__typename === 'HeldComment') return [words.say(item.heldBecause)];
  const waiting = item.flags?.nodes.filter(({ resolvedAt }) => resolvedAt === null) ?? [];
  const reasons = [...new Set(waiting.map(({ reason }) => reason))];
  return [
    ...((item.flagCount ?? 0) > 0 ? [words.say('reports', { n: item.flagCount ?? 0 })] : []),
    ...reasons.map((reason) => words.say(reason)),
    ...(item.status === 'PUBLISHED' ? [] : [words.say(item.status)]),
    ...(item.isLocked ? [words.say('isLocked')] : []),
  ];
}

function textOf({ subject, body }: Item): string {
  return [subject, body].filter((text) => text !== null && text !== '').join(' – ');
}
