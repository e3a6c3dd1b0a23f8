import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { cutIntoChunks, cutIntoGroups, findShown, isReversed, type Chunk, type Group } from '../model/shown.ts';
import { hasMore } from '../model/reading.ts';
import { drawComment } from './comment-view.ts';
import type { Context } from './context.ts';
import type { Near } from './near.ts';
import { drawHeld, drawPending } from './pending-view.ts';

/** What the list keeps from one drawing to the next. */
export interface ListMemory {
  readonly near: Near;
  /** What begins a piece, or a group of them. */
  readonly starters: Set<string>;
  /** The pieces as they were drawn last. */
  groups: readonly Group[];
  /** What they were made from. */
  cutFrom: readonly unknown[];
}

/** The comments, of which only those near the screen are in the document. */
export function drawList(context: Context, memory: ListMemory): TemplateResult {
  const { state, words, actions } = context;
  const { near } = memory;
  const groups = cut(state, memory);
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
    ${guard([groups, near.moves, ...dependsOn(state), words], () => drawAll(groups, (one) => drawGroup(one, context, near)))}
    ${groups.length === 0 && own.length === 0 ? html`<p class="note">${words.say('nobody')}</p>` : nothing}
    ${loadMore('below')} ${isNewestFirst ? nothing : own}
  </div>`;
}

/** Of many events a second few change what is shown: the pieces are made again only then. */
function cut(state: Context['state'], memory: ListMemory): readonly Group[] {
  const from = [state.discussion?.comments, state.shownUpTo, state.written, isReversed(state)];
  if (from.every((value, index) => value === memory.cutFrom[index])) return memory.groups;
  memory.cutFrom = from;
  const before = new Set(memory.groups.map(({ key }) => key));
  memory.groups = cutIntoGroups(cutIntoChunks(findShown(state), memory.starters), memory.starters);
  if (!memory.groups.some(({ key }) => before.has(key))) memory.near.restart();
  return memory.groups;
}

function drawAll<Item extends { readonly key: string }>(items: readonly Item[], draw: (item: Item) => TemplateResult) {
  return repeat(items, ({ key }) => key, draw);
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

function drawGroup({ key, chunks }: Group, context: Context, near: Near): TemplateResult {
  const isNear = near.isGroupNear(key);
  const height = () => chunks.reduce((sum, chunk) => sum + near.heightOf(chunk.key), 0);
  return html`<div class="group" id=${key} .style=${isNear ? '' : `height:${height()}px`}>
    ${isNear ? drawAll(chunks, (chunk) => drawChunk(chunk, context, near)) : nothing}
  </div>`;
}

function drawChunk({ key, comments }: Chunk, context: Context, near: Near): TemplateResult {
  const isNear = near.isNear(key);
  return html`<section class="chunk" id=${key} .style=${isNear ? '' : `height:${near.heightOf(key)}px`}>
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
