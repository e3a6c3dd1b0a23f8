import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { DiscussionComment } from '../../sdk/index.ts';
import type { Context } from './context.ts';

const MOST = 10_000; // characters

/** What a form writes: a comment of its own, a reply, or another text for a comment. */
type Written = { readonly kind: 'comment' } | { readonly kind: 'reply' | 'edit'; readonly comment: DiscussionComment };

/** A form for a text. What is typed is kept in the browser until it is sent. */
export function drawForm(written: Written, context: Context): TemplateResult {
  const { words, memory, isGuest, actions, state } = context;
  const of = draftOf(written);
  const draft = memory.readDraft(of) || (written.kind === 'edit' ? (written.comment.body ?? '') : '');
  const name = `text-${of}`;
  const label = written.kind === 'reply' ? words.say('writeReply', { n: written.comment.number }) : words.say('write');
  return html`<form class="composer" part="composer" @submit=${submit(written, context)}>
    <label for=${name}>${written.kind === 'edit' ? words.say('edit') : label}</label>
    <textarea
      id=${name}
      name="body"
      part="textarea"
      dir="auto"
      required
      rows="4"
      maxlength=${MOST}
      aria-describedby="hint-${of}"
      .defaultValue=${draft}
      @input=${({ currentTarget }: InputEvent) => {
        if (currentTarget instanceof HTMLTextAreaElement) memory.keepDraft(of, currentTarget.value);
      }}
      @keydown=${sendByKey}
    ></textarea>
    <p class="hint" id="hint-${of}">${words.say('markdown')}</p>
    ${
      isGuest && written.kind !== 'edit'
        ? html`<label class="name-of-guest"
            >${words.say('name')}
            <input name="guestName" autocomplete="nickname" maxlength="80" .defaultValue=${memory.readName()}
          /></label>`
        : nothing
    }
    <input class="trap" name="website" tabindex="-1" autocomplete="off" aria-hidden="true" />
    ${written.kind === 'edit' && state.failure !== null ? html`<p class="failure" role="alert">${state.failure}</p>` : nothing}
    <div class="text preview" part="text preview" role="status" dir="auto"></div>
    <p class="buttons">
      <button type="submit" class="strong" part="button submit">
        ${words.say(written.kind === 'edit' ? 'save' : 'send')}
      </button>
      <button type="button" part="button" @click=${preview(context)}>${words.say('preview')}</button>
      ${
        written.kind === 'comment'
          ? nothing
          : html`<button type="button" part="button" @click=${() => actions.openForm(null)}>
              ${words.say('cancel')}
            </button>`
      }
    </p>
  </form>`;
}

function draftOf(written: Written): string {
  if (written.kind === 'comment') return '';
  return written.kind === 'edit' ? `edit:${written.comment.id}` : written.comment.id;
}

function submit(written: Written, { writer, memory }: Context) {
  return (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const read = (name: string): string => {
      const value = new FormData(form).get(name);
      return typeof value === 'string' ? value : '';
    };
    const [body, guestName] = [read('body'), read('guestName').trim()];
    if (body.trim() === '') return;
    if (written.kind === 'edit') {
      void writer.edit(written.comment, body);
      return;
    }
    memory.keepName(guestName);
    void writer.comment({
      ...{ body, guestName, honeypot: read('website') },
      parent: written.kind === 'reply' ? written.comment : null,
    });
    form.reset();
    form.querySelector('.preview')?.replaceChildren();
    const text = form.elements.namedItem('body');
    if (text instanceof HTMLTextAreaElement) text.value = '';
  };
}

/** Shows the text as the service renders it, in the form's own place for that. */
function preview({ writer }: Context) {
  return async ({ currentTarget }: Event) => {
    const form = currentTarget instanceof HTMLButtonElement ? currentTarget.form : null;
    const body = form?.elements.namedItem('body');
    if (form === null || !(body instanceof HTMLTextAreaElement) || body.value.trim() === '') return;
    const html = await writer.preview(body.value);
    const place = form.querySelector('.preview');
    if (html !== null && place !== null) place.innerHTML = html; // sanitised by the service
  };
}

/** Control and Enter send, as in most forms of this kind. */
function sendByKey(event: KeyboardEvent): void {
  const { currentTarget, key, ctrlKey, metaKey } = event;
  if (key !== 'Enter' || !(ctrlKey || metaKey) || !(currentTarget instanceof HTMLTextAreaElement)) return;
  currentTarget.form?.requestSubmit();
}
