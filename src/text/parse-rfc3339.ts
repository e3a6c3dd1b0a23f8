const PATTERN = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/** The moment of a date and time as RFC 3339 writes it, with its zone; null for any other text, and for days that no calendar has. */
export function parseRfc3339(text: string): Date | null {
  const [, year, month, day] = PATTERN.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined || year === '0000') return null;
  const moment = new Date(text.toUpperCase());
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9_999 || moment.getUTCFullYear() < 1) return null;
  // `Date` takes 30 February for 2 March.
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= last ? moment : null;
}
