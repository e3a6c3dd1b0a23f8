import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { DeskContext } from './desk-context.ts';

const STATUSES = ['PUBLISHED', 'HIDDEN', 'DELETED'] as const;
const DAYS = [1, 7, 30, 90, 366] as const;

/** The conditions of a search. */
export function drawSearchForm({ state, words, actions }: DeskContext): TemplateResult {
  const { filter } = state;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    const read = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const [text, status, commenter, post] = [read('text'), read('status'), read('commenter'), read('post')];
    actions.search({
      ...{ text, status, commenter, post, days: Number(read('days')) },
      byWriterOf: commenter === '' ? filter.byWriterOf : null,
    });
  };
  return html`<form class="search" role="search" @submit=${submit}>
    <label>${words.say('textField')} <input name="text" type="search" maxlength="200" .value=${filter.text} /></label>
    <label
      >${words.say('commenterField')}
      <input name="commenter" type="text" autocapitalize="off" spellcheck="false" .value=${filter.commenter}
    /></label>
    <label
      >${words.say('postField')}
      <input name="post" type="text" autocapitalize="off" spellcheck="false" .value=${filter.post}
    /></label>
    <label
      >${words.say('statusField')}
      <select name="status" .value=${filter.status}>
        <option value="">${words.say('anyStatus')}</option>
        ${STATUSES.map((status) => html`<option value=${status}>${words.say(status)}</option>`)}
      </select></label
    >
    <label
      >${words.say('daysField')}
      <select name="days">
        ${DAYS.map((days) => html`<option value=${days} ?selected=${days === filter.days}>${days}</option>`)}
      </select></label
    >
    ${drawWriter({ state, words, actions })}
    <button type="submit" class="strong">${words.say('search')}</button>
  </form>`;
}

function drawWriter({ state, words, actions }: Pick<DeskContext, 'state' | 'words' | 'actions'>) {
  const { filter } = state;
  if (filter.byWriterOf === null) return nothing;
  return html`<p class="note">
    ${words.say('writerOf', { n: filter.byWriterOf.number })}
    <button type="button" class="plain" @click=${() => actions.search({ ...filter, byWriterOf: null })}>
      ${words.say('discard')}
    </button>
  </p>`;
}
