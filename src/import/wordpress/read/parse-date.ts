import { ImportError } from '../../import-error.ts';

/**
 * A date as WordPress writes it, taken as UTC; null for an empty one and for MySQL's zero.
 *
 * @throws {ImportError} for anything else that is no date.
 */
export function parseDate(text: string, line: number): Date | null {
  const trimmed = text.trim();
  if (trimmed === '' || /^(0000-00-00|-0001-11-30)/.test(trimmed)) return null;

  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(trimmed);
  const date = new Date(`${parts?.[1]}T${parts?.[2]}.000Z`);
  // 31 February would otherwise become 3 March.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(`${parts?.[1]}T${parts?.[2]}`)) {
    throw new ImportError(`"${cut(trimmed)}" is no date; expected one such as 2012-03-14 14:53:26`, line);
  }
  return date;
}

/** RSS' own form of a date, as in `pubDate`; null for anything that is no date after the year 0. */
export function parseFeedDate(text: string): Date | null {
  const time = Date.parse(text);
  return Number.isNaN(time) || time < Date.UTC(1970, 0, 1) ? null : new Date(time);
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
