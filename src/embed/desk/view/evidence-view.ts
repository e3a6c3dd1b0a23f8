// What a decision is founded on: reports, earlier texts, the thread, and what the commenter wrote elsewhere.
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ThreadCommentFragment } from '../../../sdk/index.ts';
import { drawAuthor, drawMoment } from '../../view/comment-parts.ts';
import type { Opened } from '../model/desk-state.ts';
import type { DeskContext } from './desk-context.ts';

const DEEPEST = 4; // levels that are indented
const EXCERPT = 160; // characters

type Drawn = TemplateResult | typeof nothing;

/** The reports, also those that were answered. Of a held comment there are none. */
export function drawReports({ item, details }: Opened, { words, state }: DeskContext): Drawn {
  const nodes = item.__typename === 'Comment' ? (details?.reports?.nodes ?? []) : [];
  if (nodes.length === 0) return nothing;
  return html`<section class="evidence" aria-label=${words.say('reports', { n: nodes.length })}>
    <h2>${words.say('reports', { n: nodes.length })}</h2>
    <ul>
      ${nodes.map(
        ({ reason, note, author, createdAt, resolvedAt }) =>
          html`<li>
            <strong>${words.say(reason)}</strong> <bdi>${author?.displayName ?? words.say('guest')}</bdi>
            <time class="moment" datetime=${createdAt}>${words.ago(createdAt, state.now)}</time>
            ${resolvedAt === null ? nothing : html`<span class="note">${words.say('answered')}</span>`}
            ${note === null ? nothing : html`<p dir="auto">${note}</p>`}
          </li>`,
      )}
    </ul>
  </section>`;
}

/** The texts that it had before. */
export function drawVersions({ item, details }: Opened, { words }: DeskContext): Drawn {
  const versions = item.__typename === 'Comment' ? (details?.versions ?? []) : [];
  if (versions.length === 0) return nothing;
  return html`<section class="evidence" aria-label=${words.say('versions')}>
    <h2>${words.say('versions')}</h2>
    <ol>
      ${versions.map(
        ({ subject, body, writtenAt }) =>
          html`<li>
            <time class="moment" datetime=${writtenAt}>${words.exact(writtenAt)}</time>
            ${subject === null ? nothing : html`<p class="subject" dir="auto">${subject}</p>`}
            <p class="raw" dir="auto">${body}</p>
          </li>`,
      )}
    </ol>
  </section>`;
}

/** The comments around it; of a held comment those around what it replies to. */
export function drawThread({ item, details }: Opened, { words, state }: DeskContext): Drawn {
  if (details === null) return nothing;
  const page = details.post.comments.nodes;
  const shown = new Set(page.map(({ id }) => id));
  const thread = [...details.ancestors.filter(({ id }) => !shown.has(id)), ...page];
  const name = words.say(item.__typename === 'Comment' ? 'context' : 'repliesTo');
  return html`<section class="evidence" aria-label=${name}>
    <h2>${name}</h2>
    ${thread.map((comment) => drawInThread(comment, { words, now: state.now, isIt: comment.id === details.id }))}
  </section>`;
}

function drawInThread(
  comment: ThreadCommentFragment,
  { words, now, isIt }: { readonly words: DeskContext['words']; readonly now: number; readonly isIt: boolean },
): TemplateResult {
  const { status, bodyHtml, subject, author, depth } = comment;
  return html`<article
    class="comment ${isIt ? 'linked' : ''}"
    data-depth=${Math.min(depth, DEEPEST)}
    aria-label=${words.say('number', { n: comment.number })}
  >
    <header>${drawAuthor(author, { words })} ${drawMoment(comment, { words, now })}</header>
    ${subject === null ? nothing : html`<p class="subject" dir="auto">${subject}</p>`}
    ${
      status === 'PUBLISHED'
        ? html`<div class="text" dir="auto" .innerHTML=${bodyHtml ?? ''}></div>`
        : html`<p class="gone">${words.say(status === 'HIDDEN' ? 'hidden' : 'withdrawn')}</p>`
    }
  </article>`;
}

/** What its commenter wrote last. */
export function drawHistory({ item, history }: Opened, { words, state, actions }: DeskContext): TemplateResult {
  const others = history?.filter(({ id }) => id !== item.id) ?? [];
  return html`<section class="evidence" aria-label=${words.say('history')}>
    <h2>${words.say('history')}</h2>
    ${others.length === 0 ? html`<p class="note">${words.say('noHistory')}</p>` : nothing}
    <ul class="history">
      ${others.map(
        ({ id, number, body, status, createdAt, post }) =>
          html`<li>
            <button type="button" class="plain" @click=${() => actions.open(id)}>
              #${number} <bdi>${post.title}</bdi>
            </button>
            <time class="moment" datetime=${createdAt}>${words.ago(createdAt, state.now)}</time>
            ${status === 'PUBLISHED' ? nothing : html`<span class="why">${words.say(status)}</span>`}
            <p dir="auto">${[...(body ?? '')].slice(0, EXCERPT).join('')}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}
