import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AuditEntry } from '../model/desk-state.ts';
import type { DeskContext } from './desk-context.ts';

const COLUMNS = ['when', 'what', 'who', 'about', 'why'] as const;

/** What moderators and administrators decided, newest first. */
export function drawAudit(context: DeskContext): TemplateResult {
  const { state, words, actions } = context;
  const { nodes, after } = state.audit;
  return html`<div class="scrolled" tabindex="0" role="group" aria-label=${words.say('audit')}>
      <table>
        <thead>
          <tr>
            ${COLUMNS.map((column) => html`<th scope="col">${words.say(column)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${nodes.map((entry) => drawEntry(entry, context))}
        </tbody>
      </table>
    </div>
    ${
      after === null
        ? nothing
        : html`<button type="button" class="more" @click=${actions.loadMore}>${words.say('more')}</button>`
    }`;
}

function drawEntry(
  { action, actor, author, comment, post, reason, occurredAt }: AuditEntry,
  { state, words, actions }: DeskContext,
): TemplateResult {
  return html`<tr>
    <td>
      <time datetime=${occurredAt} title=${words.exact(occurredAt)}>${words.ago(occurredAt, state.now)}</time>
    </td>
    <td>${words.say(action)}</td>
    <td><bdi>${actor?.displayName ?? ''}</bdi></td>
    <td>
      ${
        comment === null
          ? html`<bdi>${author?.displayName ?? ''}</bdi>`
          : html`<button type="button" class="plain" @click=${() => actions.open(comment.id)}>
              #${comment.number}
            </button>`
      }
      <bdi>${post?.title ?? ''}</bdi>
    </td>
    <td dir="auto">${reason ?? ''}</td>
  </tr>`;
}
