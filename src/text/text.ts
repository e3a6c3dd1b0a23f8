import { isVisible } from './blank.ts';

/** A fault of one field of the input. */
export interface Issue {
  /** Where the field stands in the input, outermost first: `['tags', '0', 'label']`. */
  readonly path: readonly string[];
  /** What was expected and what was found, for a person. */
  readonly message: string;
}

/** What one field of text must keep to. */
interface TextRule {
  /** Where the field stands in the input, outermost first. */
  readonly path: readonly string[];
  /** The longest that is taken, in code points. */
  readonly max: number;
  /** Whether line breaks, tabs and other control characters are refused; false by default. */
  readonly singleLine?: boolean;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Whether a text reads back from PostgreSQL as it was written. */
export function isStorable(value: string): boolean {
  return !value.includes('\0') && !LONE_SURROGATE.test(value);
}

/**
 * Checks a text from a client. A text that passes is stored unchanged, to the byte.
 *
 * @returns the first fault, or null.
 */
export function checkText(value: string, { path, max, singleLine = false }: TextRule): Issue | null {
  const refuse = (message: string): Issue => ({ path, message });

  // PostgreSQL keeps neither of the two: the text would not read back as it was written.
  if (value.includes('\0')) return refuse('Expected text; found a NUL character (U+0000), which cannot be stored.');
  if (LONE_SURROGATE.test(value)) {
    return refuse('Expected valid Unicode; found a lone surrogate, which cannot be stored.');
  }

  if (!isVisible(value)) return refuse('Expected some text; found no visible character.');
  if (singleLine && CONTROL.test(value)) {
    return refuse('Expected a single line; found a line break, a tab or another control character.');
  }

  const length = countCodePoints(value);
  if (length > max) return refuse(`Expected at most ${max} characters; found ${length}.`);
  return null;
}

/** Checks several texts; those that are null or undefined are not given and pass. */
export function checkTexts(fields: readonly (readonly [string | null | undefined, TextRule])[]): Issue[] {
  return fields.flatMap(([value, rule]) => {
    const issue = value === null || value === undefined ? null : checkText(value, rule);
    return issue === null ? [] : [issue];
  });
}

/** The length of a text in code points, without an array of them. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The first `count` code points of a text; never half of a surrogate pair. */
export function takeCodePoints(text: string, count: number): string {
  let end = 0;
  let taken = 0;
  for (const character of text) {
    if (taken === count) break;
    taken += 1;
    end += character.length;
  }
  return text.slice(0, end);
}
