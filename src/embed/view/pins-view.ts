import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PinnedComment } from '../../sdk/index.ts';
import { lead } from './comment-view.ts';
import type { Context } from './context.ts';

const WORDS = ['firstWord', 'lastWord'] as const;

/** The beginnings of the comments that moderators have pinned, which lead to them. */
export function drawPins(context: Context): TemplateResult {
  const { state, words } = context;
  return html`<p class="pins">
    ${WORDS.map((word) => {
      const pin = state.discussion?.[word] ?? null;
      return pin === null
        ? nothing
        : html`<a part="pin" href="#comment-${pin.number}" @click=${lead(context, pin)}
            ><b>${words.say(word)}</b> <bdi>${pin.author?.displayName ?? ''}</bdi>:
            <span dir="auto">${beginningOf(pin)}</span></a
          >`;
    })}
  </p>`;
}

/** As a line, to the end of the word near 120 code points: as the service's own page has it (src/pages/discussion/discussion-html.ts). */
function beginningOf({ bodyHtml }: PinnedComment): string {
  const { body } = new DOMParser().parseFromString(bodyHtml ?? '', 'text/html');
  return body.textContent
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(.{120}\S{0,20}).+/u, '$1…');
}
