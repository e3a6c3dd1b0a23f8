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
  /** What they were made from. */
  cutFrom: readonly unknown[];
}

/** The comments, of which only those near the screen are in the document. */
export function drawList(context: Context, memory: ListMemory): TemplateResult {
  const { state, words, actions } = context;
  const { near } = memory;
  const chunks = cut(state, memory);
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
    ${guard([chunks, near.moves, ...dependsOn(state), words], () =>
      repeat(
        chunks,
        ({ key }) => key,
        (chunk) => drawChunk(chunk, context, near),
      ),
    )}
    ${chunks.length === 0 && own.length === 0 ? html`<p class="note">${words.say('nobody')}</p>` : nothing}
    ${loadMore('below')} ${isNewestFirst ? nothing : own}
  </div>`;
}

/** Of many events a second few change what is shown: the pieces are made again only then. */
function cut(state: Context['state'], memory: ListMemory): readonly Chunk[] {
  const from = [state.discussion?.comments, state.shownUpTo, state.written, isReversed(state)];
  if (from.every((value, index) => value === memory.cutFrom[index])) return memory.chunks;
  memory.cutFrom = from;
  memory.chunks = cutIntoChunks(findShown(state), memory.starters);
  return memory.chunks;
}

/** What the comments are drawn from, beside themselves. */
function dependsOn({ own, form, failure, ...state }: Context['state']) {
  return [own, form, failure, ...dependsOnBeside(state)];
}

/** As {@link dependsOn}, without what is of some comments only. */
function dependsOnBeside(state: Omit<Context['state'], 'own' | 'form' | 'failure'>) {
  const { pending, view, lastVisit, linked, now, discussion } = state;
  return [pending, view, lastVisit, linked, now, discussion?.commentsOpen, discussion?.lockedNumbers];
}

function drawChunk({ key, comments }: Chunk, context: Context, near: Near): TemplateResult {
  const isNear = near.isNear(key);
  return html`<section class="chunk" data-key=${key} .style=${isNear ? '' : `height:${near.heightOf(key)}px`}>
    ${isNear ? drawNear(comments, context) : nothing}
  </section>`;
}

function drawNear(comments: Chunk['comments'], context: Context) {
  const { state, words } = context;
  const { own, form, failure } = state;
  const seen = comments.map(({ id }) => own.get(id));
  const isOfForm = form !== null && comments.some(({ id }) => id === form.commentId);
  const ofForm = isOfForm ? [form, failure] : [null, null];
  const depends = [...comments, ...seen, ...ofForm, ...dependsOnBeside(state), words];
  return guard(depends, () => comments.map((comment) => drawComment(comment, context)));
}
