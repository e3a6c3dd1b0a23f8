import { parseRfc3339 } from '../../text/parse-rfc3339.ts';

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?$/;

/**
 * A moment as other software writes it: with its zone, or without one, which is taken as UTC, or as the number of seconds
 * since 1970. Null for anything else, and for times that no comment on a page of the web has.
 */
export function readTime(text: string): Date | null {
  const moment = parse(text.trim());
  return moment !== null && isPlausible(moment) ? moment : null;
}

/** Whether a clock may have shown this: other times, and none at all, come from a field that was overwritten. */
export function isPlausible(moment: Date): boolean {
  const year = moment.getUTCFullYear();
  return year >= 1970 && year < 2200;
}

/** Whether a text is a time that does not say of which zone it is. */
export function lacksZone(text: string): boolean {
  return WITHOUT_ZONE.test(text.trim());
}

function parse(text: string): Date | null {
  if (/^\d{9,11}(?:\.\d+)?$/.test(text)) return new Date(Math.round(Number(text) * 1000));
  const [, day, time = ''] = WITHOUT_ZONE.exec(text) ?? [];
  if (day !== undefined) return parseRfc3339(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  const written = text.replace(' ', 'T');
  const [, whole = '', hours = '', minutes = '00'] = /^(.+T.*\d)([+-]\d\d):?(\d\d)?$/.exec(written) ?? [];
  return parseRfc3339(hours === '' ? written : `${whole}${hours}:${minutes}`);
}
