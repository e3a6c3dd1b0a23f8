import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { OwnHeldComment, PendingComment } from '../model/state.ts';
import type { Context } from './context.ts';

/** A comment that is on its way, or could not be sent: as plain text, until the service has rendered it. */
export function drawPending({ clientMutationId, body, failure }: PendingComment, context: Context): TemplateResult {
  const { words, writer } = context;
  return html`<div class="pending ${failure === null ? '' : 'failed'}">
    <p class="raw" dir="auto">${body}</p>
    ${
      failure === null
        ? html`<p class="note">${words.say('sending')}</p>`
        : html`<p class="failure" role="alert">${words.say('notSent', { reason: failure })}</p>
            <p class="buttons">
              <button type="button" part="button" @click=${() => void writer.sendAgain(clientMutationId)}>
                ${words.say('retry')}
              </button>
              <button type="button" part="button" @click=${() => writer.discard(clientMutationId)}>
                ${words.say('discard')}
              </button>
            </p>`
    }
  </div>`;
}

/** A comment that only its writer and the moderators see. */
export function drawHeld(
  { id, bodyHtml, status, decision }: OwnHeldComment,
  { words, writer }: Context,
): TemplateResult {
  const reason = decision?.reason ?? null;
  const turnedDown = reason === null ? words.say('turnedDown') : words.say('turnedDownBecause', { reason });
  return html`<div class="pending held">
    <div class="text" dir="auto" .innerHTML=${bodyHtml ?? ''}></div>
    <p class="note">${status === 'HELD' ? words.say('held') : turnedDown}</p>
    ${
      status === 'HELD'
        ? html`<p class="buttons">
            <button type="button" part="button" @click=${() => void writer.takeBack(id)}>
              ${words.say('takeBack')}
            </button>
          </p>`
        : nothing
    }
  </div>`;
}
