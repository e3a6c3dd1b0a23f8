import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { DeskContext } from './desk-context.ts';

/** The way in: at the provider where there is one, else by a token. */
export function drawSignIn({ state, words, actions, hasProvider }: DeskContext): TemplateResult {
  const { failure, phase, viewer } = state;
  const isOther = phase === 'no-moderator';
  return html`<div class="sign-in">
    <h1>${words.say('desk')}</h1>
    <p>${words.say('signInText')}</p>
    ${failure === null ? nothing : html`<p class="failure" role="alert">${failure}</p>`}
    ${
      isOther
        ? html`<p class="failure" role="alert">${words.say('noModerator', { name: viewer?.displayName ?? '' })}</p>
            <p class="buttons">
              <button type="button" @click=${actions.signOut}>${words.say('signOut')}</button>
            </p>`
        : nothing
    }
    ${isOther ? nothing : hasProvider ? drawProvider({ words, actions }) : drawPaste({ words, actions })}
  </div>`;
}

function drawProvider({ words, actions }: Pick<DeskContext, 'words' | 'actions'>): TemplateResult {
  return html`<p class="buttons">
    <button type="button" class="strong" @click=${actions.signIn}>${words.say('signInWith')}</button>
  </p>`;
}

function drawPaste({ words, actions }: Pick<DeskContext, 'words' | 'actions'>): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const token = new FormData(event.currentTarget).get('token');
    event.currentTarget.reset();
    if (typeof token === 'string' && token.trim() !== '') actions.useToken(token.trim());
  };
  return html`<form class="composer" @submit=${submit}>
    <label for="token">${words.say('pasteToken')}</label>
    <input
      id="token"
      name="token"
      type="password"
      required
      autocomplete="off"
      spellcheck="false"
      aria-describedby="token-hint"
    />
    <p class="hint" id="token-hint">${words.say('pasteHint')}</p>
    <p class="buttons"><button type="submit" class="strong">${words.say('signInWith')}</button></p>
  </form>`;
}
