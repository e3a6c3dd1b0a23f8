import { isPlausible } from '../../fields/read-time.ts';
import { findChild, type XmlNode } from '../../xml/xml-node.ts';

/** An id that WordPress has given, as text without leading zeros. Null for `0`, and for anything other than a number. */
export function findId(text: string | undefined): string | null {
  const digits = /^0*([1-9]\d{0,18})$/.exec(text?.trim() ?? '');
  return digits?.[1] ?? null;
}

/** A date as WordPress writes it, read as UTC; null for an empty one and for MySQL's zero date. */
interface FoundDate {
  readonly date: Date | null;
  /** Whether something is written there that is no date. */
  readonly isFaulty: boolean;
}

const NO_DATE: FoundDate = { date: null, isFaulty: false };

export function readDate(node: XmlNode, name: string): FoundDate {
  const text = findChild(node, name)?.text.trim() ?? '';
  if (text === '' || /^(0000-00-00|-0001-11-30)/.test(text)) return NO_DATE;

  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(text);
  const date = new Date(`${parts?.[1]}T${parts?.[2]}.000Z`);
  // Without this, 31 February would become 3 March.
  const isDate = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${parts?.[1]}T${parts?.[2]}`);
  return isDate && isPlausible(date) ? { date, isFaulty: false } : { date: null, isFaulty: true };
}

/** A date as RSS writes it, in `pubDate`; null for anything else. */
export function parseFeedDate(text: string): Date | null {
  const date = new Date(text);
  return isPlausible(date) ? date : null;
}
