import { html, nothing, type TemplateResult } from 'lit/html.js';
import { keyed } from 'lit/directives/keyed.js';
import { drawAuthor, drawMoment } from '../../view/comment-parts.ts';
import { NO_FILTER, type Opened } from '../model/desk-state.ts';
import { findPinned } from '../model/pinning.ts';
import type { Item } from '../model/queue.ts';
import { drawButton } from './button-view.ts';
import type { DeskContext } from './desk-context.ts';
import { drawHistory, drawReports, drawThread, drawVersions } from './evidence-view.ts';
import { tellWhy } from './items-view.ts';
import { drawReasonForm } from './reason-view.ts';

/** What is open, with everything around it. */
export function drawDetail(context: DeskContext): TemplateResult {
  const { state, words } = context;
  const { opened, form } = state;
  if (opened === null)
    return html`<section class="detail" aria-label=${words.say('open')}>
      <p class="note">${words.say('nothingOpen')}</p>
    </section>`;
  return html`<section class="detail" aria-label=${words.say('open')}>
    <p class="only-narrow">
      ${drawButton('back', context)} ${drawButton('previous', context)} ${drawButton('next', context)}
    </p>
    ${drawLeft(opened, context)} ${drawOpened(opened.item, context)}
    ${form === null ? drawCommands(opened, context) : keyed(form, drawReasonForm(form, context))}
    ${drawReports(opened, context)} ${drawVersions(opened, context)} ${drawThread(opened, context)}
    ${drawHistory(opened, context)}
  </section>`;
}

function drawOpened(item: Item, context: DeskContext): TemplateResult {
  const { state, words } = context;
  const { now } = state;
  const isComment = item.__typename === 'Comment';
  return html`<article class="comment opened" id="opened" tabindex="-1" aria-label=${words.say('open')}>
    <header>
      ${drawAuthor(isComment ? item.author : item.commenter, { words })}
      ${
        isComment
          ? drawMoment(item, { words, now })
          : html`<time class="moment" datetime=${item.createdAt} title=${words.exact(item.createdAt)}
              >${words.ago(item.createdAt, now)}</time
            >`
      }
      ${tellWhy(item, words).map((why) => html`<span class="why">${why}</span>`)}
    </header>
    ${item.subject === null ? nothing : html`<p class="subject" dir="auto">${item.subject}</p>`}
    ${
      item.bodyHtml === null
        ? html`<p class="note">${words.say('textGone')}</p>`
        : html`<div class="text" dir="auto" .innerHTML=${item.bodyHtml}></div>`
    }
    <p class="note">${words.say('under')} <bdi>${item.post.title}</bdi></p>
    ${drawFurther(item, context)}
  </article>`;
}

/** Where the search can lead from here. */
function drawFurther(item: Item, { words, actions }: DeskContext): TemplateResult {
  const { post } = item;
  const under = () => actions.search({ ...NO_FILTER, post: post.slug });
  const byWriter = () => {
    if (item.__typename === 'Comment') actions.search({ ...NO_FILTER, byWriterOf: item });
    else if (item.commenter.__typename === 'Author') actions.search({ ...NO_FILTER, commenter: item.commenter.handle });
  };
  const isKnown = item.__typename === 'Comment' || item.commenter.__typename === 'Author';
  return html`<p class="further">
    ${isKnown ? html`<button type="button" class="plain" @click=${byWriter}>${words.say('allOf')}</button>` : nothing}
    <button type="button" class="plain" @click=${under}>${words.say('allUnder')}</button>
  </p>`;
}

function drawCommands(opened: Opened, context: DeskContext): TemplateResult {
  const { item } = opened;
  const isComment = item.__typename === 'Comment';
  const isShown = isComment && item.status === 'PUBLISHED';
  return html`<div class="buttons commands" role="group" aria-label=${context.words.say('actions')}>
    ${
      isComment
        ? html`${isShown ? drawButton('hide', context) : nothing}
          ${item.status === 'HIDDEN' ? drawButton('restore', context) : nothing}
          ${(item.flagCount ?? 0) > 0 ? drawButton('dismiss', context) : nothing}
          ${drawButton('lock', context, item.isLocked ? 'unlock' : 'lock')}
          ${isShown ? drawPins(opened, context) : nothing}`
        : html`${item.heldStatus === 'HELD' ? html`${drawButton('approve', context)} ${drawButton('turnDown', context)}` : nothing}`
    }
    ${drawButton('mute', context)} ${drawButton('mark', context)} ${drawButton('markRange', context)}
  </div>`;
}

/** The first and the last word of its discussion: this comment, or in place of whichever is it now. */
function drawPins(opened: Opened, context: DeskContext): TemplateResult {
  const { id } = opened.item;
  return html`${drawButton('pinFirst', context, findPinned(opened, 'FIRST_WORD') === id ? 'unpinFirst' : 'pinFirst')}
  ${drawButton('pinLast', context, findPinned(opened, 'LAST_WORD') === id ? 'unpinLast' : 'pinLast')}`;
}

/** What others did about it while it was open. */
function drawLeft({ left }: Opened, { words }: DeskContext): TemplateResult {
  const entry = left?.resolution;
  const who = entry?.actor?.displayName;
  const what = entry == null ? words.say('leftQueue') : words.say(entry.action);
  return html`<p class="left" role="status">
    ${left === null ? nothing : who === undefined ? what : words.say('decidedBy', { what, who })}
    ${entry?.reason == null ? nothing : words.say('because', { reason: entry.reason })}
  </p>`;
}
