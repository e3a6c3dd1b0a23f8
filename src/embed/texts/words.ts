import { EN, type Message, type TextKey, type Texts } from './en.ts';

/** Says things in the language of the page. */
export interface Words<Key extends string = TextKey> {
  readonly language: string;
  say(key: Key, values?: Readonly<Record<string, string | number>>): string;
  /** The name of a reaction; of a kind that no text names, the kind itself. */
  nameReaction(kind: string): string;
  /** How long ago a moment is. */
  ago(moment: string, now: number): string;
  /** The date and the time of a moment, as the reader's own browser writes them. */
  exact(moment: string): string;
}

/** Texts by a language: those in the box, or those of a JSON file, which may leave out what is to stay as it is in the box. */
export async function loadWords(tag: string, file: string | null): Promise<Words> {
  const language = isLanguage(tag) ? tag : 'en';
  const [own, inBox] = await Promise.all([file === null ? {} : readFile(file), findInBox(language)]);
  return createWords(language, { ...EN, ...inBox, ...own });
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

async function findInBox(language: string): Promise<Texts> {
  return /^de\b/i.test(language) ? (await import('./de.ts')).DE : EN;
}

/** A discussion in English is better than none where the file cannot be read. */
async function readFile(file: string): Promise<Readonly<Record<string, Message>>> {
  try {
    const read: unknown = await (await fetch(file)).json();
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter((entry): entry is [string, Message] => isMessage(entry[1])));
  } catch (error) {
    reportError(error);
    return {};
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every((form) => typeof form === 'string');
}

const MINUTE = 60; // seconds
const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', MINUTE],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

/** Says texts in a language. */
export function createWords<Key extends string>(language: string, texts: Readonly<Record<Key, Message>>): Words<Key> {
  const named: Readonly<Record<string, Message>> = texts;
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

  function fill(message: Message, values: Readonly<Record<string, string | number>>): string {
    const form =
      typeof message === 'string' ? message : (message[plurals.select(Number(values['n']))] ?? message.other);
    return (form ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  }

  return {
    language,
    say: (key, values = {}) => fill(texts[key], values),
    nameReaction: (kind) => fill(named[kind] ?? kind, {}),
    ago(moment, now) {
      const seconds = (Date.parse(moment) - now) / 1_000;
      const [unit, length] = UNITS.find(([, length]) => -seconds >= length) ?? ['minute', MINUTE];
      return relative.format(Math.min(0, Math.ceil(seconds / length)), unit);
    },
    exact: (moment) => exact.format(new Date(moment)),
  };
}
