import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { cutIntoChunks, findShown, isReversed, type Chunk } from '../model/shown.ts';
import { hasMore } from '../model/reading.ts';
import { drawComment } from './comment-view.ts';
import type { Context } from './context.ts';
import type { Near } from './near.ts';
import { drawHeld, drawPending } from './pending-view.ts';

/** What the list keeps from one drawing to the next. */
export interface ListMemory {
  readonly near: Near;
  /** The ids of the comments that begin a piece. */
  readonly starters: Set<string>;
  /** The pieces as they were drawn last. */
  chunks: readonly Chunk[];
}

/** The comments, of which only those near the screen are in the document. */
export function drawList(context: Context, memory: ListMemory): TemplateResult {
  const { state, words, actions } = context;
  const { near } = memory;
  const chunks = cutIntoChunks(findShown(state), memory.starters);
  memory.chunks = chunks;
  const own = [
    ...state.pending.filter(({ parent }) => parent === null).map((one) => drawPending(one, context)),
    ...state.held.map((one) => drawHeld(one, context)),
  ];
  const isNewestFirst = isReversed(state);
  const loadMore = (side: 'above' | 'below') =>
    hasMore(state, side)
      ? html`<button type="button" class="more ${side}" part="button" @click=${() => actions.loadMore(side)}>
          ${words.say(side === 'above' && !isNewestFirst ? 'earlier' : 'more')}
        </button>`
      : nothing;
  return html`<div class="list" part="list">
    ${isNewestFirst ? own : nothing} ${loadMore('above')}
    ${repeat(
      chunks,
      ({ key }) => key,
      (chunk) => drawChunk(chunk, context, near),
    )}
    ${chunks.length === 0 && own.length === 0 ? html`<p class="note">${words.say('nobody')}</p>` : nothing}
    ${loadMore('below')} ${isNewestFirst ? nothing : own}
  </div>`;
}

function drawChunk({ key, comments }: Chunk, context: Context, near: Near): TemplateResult {
  const isNear = near.isNear(key);
  return html`<section class="chunk" data-key=${key} .style=${isNear ? '' : `height:${near.heightOf(key)}px`}>
    ${isNear ? drawNear(comments, context) : nothing}
  </section>`;
}

function drawNear(comments: Chunk['comments'], context: Context) {
  const { state, words } = context;
  const { own, form, pending, view, lastVisit, linked, now, failure } = state;
  const isOpen = state.discussion?.commentsOpen;
  const seen = comments.map(({ id }) => own.get(id));
  const isOfForm = form !== null && comments.some(({ id }) => id === form.commentId);
  const ofForm = isOfForm ? [form, failure] : [null, null];
  const depends = [...comments, ...seen, ...ofForm, pending, view, lastVisit, linked, now, isOpen, words];
  return guard(depends, () => comments.map((comment) => drawComment(comment, context)));
}
