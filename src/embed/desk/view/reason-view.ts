import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ReasonForm } from '../model/desk-state.ts';
import type { DeskContext } from './desk-context.ts';

const LABELS = { HIDE: 'hideReason', TURN_DOWN: 'turnDownReason', MUTE: 'muteReason' } as const;
const NAMES = { HIDE: 'hide', TURN_DOWN: 'turnDown', MUTE: 'mute' } as const;
const TIMES = [
  { days: 1, name: 'oneDay' },
  { days: 7, name: 'oneWeek' },
  { days: 30, name: 'oneMonth' },
  { days: null, name: 'forGood' },
] as const;

/** Asks for the reason of a decision. The last one stands in it, and the others are a click away. */
export function drawReasonForm({ kind, ids }: ReasonForm, { state, words, actions }: DeskContext): TemplateResult {
  const [last = ''] = state.reasons;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    const [reason, days] = [data.get('reason'), data.get('days')];
    actions.giveReason({
      reason: typeof reason === 'string' ? reason.trim() : '',
      days: days === null || days === '' ? null : Number(days),
    });
  };
  return html`<form class="composer reason" @submit=${submit}>
    <label for="reason">${words.say(LABELS[kind])}</label>
    <input
      id="reason"
      name="reason"
      type="text"
      dir="auto"
      maxlength="1000"
      autocomplete="off"
      ?required=${kind !== 'TURN_DOWN'}
      .defaultValue=${kind === 'TURN_DOWN' ? '' : last}
    />
    ${drawLast(state.reasons, words)} ${kind === 'MUTE' ? drawTimes(words) : nothing}
    <p class="buttons">
      <button type="submit" class="strong">
        ${words.say(NAMES[kind])}${ids.length > 1 ? html` (${ids.length})` : nothing}
      </button>
      <button type="button" @click=${() => actions.run('back')}>${words.say('cancel')}</button>
    </p>
  </form>`;
}

function drawLast(reasons: readonly string[], words: DeskContext['words']): TemplateResult {
  const use =
    (reason: string) =>
    ({ currentTarget }: Event): void => {
      const field =
        currentTarget instanceof HTMLButtonElement ? currentTarget.form?.elements.namedItem('reason') : null;
      if (!(field instanceof HTMLInputElement)) return;
      field.value = reason;
      field.focus();
    };
  return html`<p class="last" role="group" aria-label=${words.say('lastReasons')}>
    ${reasons.map(
      (reason) => html`<button type="button" class="plain" dir="auto" @click=${use(reason)}>${reason}</button>`,
    )}
  </p>`;
}

function drawTimes(words: DeskContext['words']): TemplateResult {
  return html`<label for="days">${words.say('howLong')}</label>
    <select id="days" name="days">
      ${TIMES.map(({ days, name }) => html`<option value=${days ?? ''}>${words.say(name)}</option>`)}
    </select>`;
}
