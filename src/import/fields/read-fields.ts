import { clip } from './clip.ts';
import { readTime } from './read-time.ts';
import type { Fault } from '../report/fault.ts';

// PostgreSQL holds neither of the two.
const NO_TEXT = /\u0000|\p{Surrogate}/gu;

/** An object of a file. */
type JsonObject = Readonly<Record<string, unknown>>;

/** The fields of an object, each as what it should be. What is something else is told, and read as if it was not there. */
export interface Fields {
  /** Empty where there is none. */
  text(name: string): string;
  number(name: string): number | null;
  flag(name: string): boolean;
  /** A moment; null where there is none. */
  time(name: string): Date | null;
  object(name: string): JsonObject;
  list(name: string): readonly unknown[];
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param onFault called with what was wrong at that line. */
export function readFields(
  object: JsonObject,
  { line, onFault }: { readonly line: number; readonly onFault: (fault: Fault) => void },
): Fields {
  const get = (name: string): unknown => (Object.hasOwn(object, name) ? (object[name] ?? null) : null);
  const tell = (name: string, what: string): void => {
    const found = clip(JSON.stringify(get(name)));
    onFault({ line, message: `fields "${name}" that are no ${what}, left out`, example: found });
  };
  const pick = <Value>(
    name: string,
    { what, when }: { what: string; when: (value: unknown) => Value | null },
  ): Value | null => {
    const value = get(name);
    const found = value === null || value === '' ? null : when(value);
    if (found === null && value !== null && value !== '') tell(name, what);
    return found;
  };
  const text = (name: string): string => {
    const found = pick(name, { what: 'text', when: toText }) ?? '';
    const clean = found.replace(NO_TEXT, '');
    if (clean !== found) onFault({ line, message: 'characters that no text has, left out' });
    return clean;
  };
  return {
    text,
    number: (name) => pick(name, { what: 'number', when: toNumber }),
    flag: (name) => pick(name, { what: 'yes or no', when: toFlag }) ?? false,
    time: (name) => pick(name, { what: 'time', when: (value) => readTime(toText(value) ?? '') }),
    object: (name) => pick(name, { what: 'object', when: (value) => (isObject(value) ? value : null) }) ?? {},
    list: (name) => pick(name, { what: 'list', when: toList }) ?? [],
  };
}

function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function toFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const found = FLAGS.find(([words]) => words.includes(String(value).trim().toLowerCase()));
  return found === undefined ? null : found[1];
}

const FLAGS: readonly (readonly [readonly string[], boolean])[] = [
  [['true', '1', 'yes'], true],
  [['false', '0', 'no'], false],
];

function toList(value: unknown): readonly unknown[] | null {
  if (!Array.isArray(value)) return null;
  const list: unknown[] = value;
  return list;
}
