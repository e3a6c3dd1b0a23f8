import { html, type TemplateResult } from 'lit/html.js';
import { keyOf, type Command } from '../model/commands.ts';
import type { DeskContext } from './desk-context.ts';

/** The button of a command, with its key. @param name what it is called, where that depends on what it is about. */
export function drawButton(
  command: Command,
  { words, actions }: DeskContext,
  name: Command | 'unlock' | 'unpinFirst' | 'unpinLast' = command,
): TemplateResult {
  return html`<button
    type="button"
    class="command"
    data-command=${command}
    aria-keyshortcuts=${keyOf(command)}
    @click=${() => actions.run(command)}
  >
    ${words.say(name)} <kbd aria-hidden="true">${keyOf(command)}</kbd>
  </button>`;
}
