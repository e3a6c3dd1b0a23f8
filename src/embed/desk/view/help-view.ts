import { html, type TemplateResult } from 'lit/html.js';
import { COMMANDS, keyOf } from '../model/commands.ts';
import type { DeskContext } from './desk-context.ts';

/** All keys. It is shown by `DeskFocus`, which makes it modal. */
export function drawHelp({ words, actions, state }: DeskContext): TemplateResult {
  const close = (): void => {
    if (state.isHelpOpen) actions.run('back');
  };
  return html`<dialog class="help" aria-labelledby="help-title" @close=${close}>
    <h2 id="help-title">${words.say('help')}</h2>
    <dl>
      ${COMMANDS.map(
        ({ name }) =>
          html`<div>
            <dt><kbd>${keyOf(name)}</kbd></dt>
            <dd>${words.say(name)}</dd>
          </div>`,
      )}
    </dl>
    <p class="buttons">
      <button type="button" @click=${() => actions.run('back')}>${words.say('close')}</button>
    </p>
  </dialog>`;
}
