// The script of the page `/desk`: the element that the page holds.
import { render } from 'lit/html.js';
import { adoptStyles, createDrawing } from '../view/drawing.ts';
import { STYLE } from '../view/style.ts';
import { Desk } from './controller.ts';
import { findCommand } from './model/commands.ts';
import type { SignIn } from './model/provider.ts';
import { Session } from './model/session.ts';
import { createKeeper } from '../model/keeper.ts';
import { loadDeskWords } from './texts/desk-words.ts';
import { DeskFocus } from './view/desk-focus.ts';
import { DESK_STYLE } from './view/desk-style.ts';
import { drawDesk } from './view/desk-view.ts';

const SERVICE = new URL('./', import.meta.url);

/** `<colloquy-desk>`: the desk of the moderators. Its attributes say where they sign in. */
class ColloquyDesk extends HTMLElement {
  connectedCallback(): void {
    if (this.shadowRoot === null) void this.#start(this.attachShadow({ mode: 'open' }));
  }

  async #start(shadow: ShadowRoot): Promise<void> {
    adoptStyles(shadow, [STYLE, DESK_STYLE]);
    const words = await loadDeskWords(navigator.language);
    document.documentElement.lang = words.language;
    const focus = new DeskFocus();
    const draw = (): void => {
      render(drawDesk(desk.context), shadow);
      focus.drawn(shadow, desk.context.state);
    };
    const desk = new Desk({
      ...{ service: SERVICE, words },
      session: new Session({ signIn: this.#readSignIn(), keeper: createKeeper(() => sessionStorage, 'desk') }),
      keeper: createKeeper(() => localStorage, 'desk'),
      onChange: createDrawing(draw),
    });
    document.addEventListener('keydown', (event) => {
      const command = findCommand({ ...readStroke(event), isTyping: isTyping(event) });
      if (command === null) return;
      desk.run(command);
      draw(); // at once: the next key is for what this one has opened or closed
      // The browser closes a dialog by this key itself, and a search field is emptied by it.
      if (command !== 'back') event.preventDefault();
    });
    await desk.start();
  }

  #readSignIn(): SignIn | null {
    const [issuer, clientId, audience] = ['issuer', 'client-id', 'audience'].map((name) => this.getAttribute(name));
    return issuer == null || clientId == null || audience == null ? null : { issuer, clientId, audience };
  }
}

function readStroke({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return { key, ctrlKey, metaKey, altKey };
}

/** A box to be ticked takes no letters. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && target.matches("input:not([type='checkbox']), textarea, select");
}

customElements.define('colloquy-desk', ColloquyDesk);
