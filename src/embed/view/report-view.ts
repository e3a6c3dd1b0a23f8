import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { DiscussionComment } from '../../sdk/index.ts';
import type { Context } from './context.ts';

const REASONS = ['SPAM', 'ABUSE', 'OFF_TOPIC', 'ILLEGAL', 'OTHER'] as const;

/** The form by which a reader reports a comment. */
export function drawReport(comment: DiscussionComment, context: Context): TemplateResult {
  const { words, actions, state } = context;
  return html`<form class="composer report" part="report" @submit=${submit(comment, context)}>
    <fieldset>
      <legend>${words.say('reason')}</legend>
      ${REASONS.map(
        (reason, index) =>
          html`<label
            ><input type="radio" name="reason" value=${reason} ?checked=${index === 0} /> ${words.say(reason)}</label
          >`,
      )}
    </fieldset>
    <label>${words.say('note')} <textarea name="note" rows="2" maxlength="1000" dir="auto"></textarea></label>
    ${state.failure === null ? nothing : html`<p class="failure" role="alert">${state.failure}</p>`}
    <p class="buttons">
      <button type="submit" class="strong" part="button submit">${words.say('report')}</button>
      <button type="button" part="button" @click=${() => actions.openForm(null)}>${words.say('cancel')}</button>
    </p>
  </form>`;
}

function submit(comment: DiscussionComment, { writer }: Context) {
  return (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    const reason = REASONS.find((one) => one === data.get('reason'));
    const note = data.get('note');
    if (reason !== undefined)
      void writer.report(comment, { reason, note: typeof note === 'string' ? note.trim() : '' });
  };
}
