import { takeGraphemes } from '../../text/cut.ts';
import { MAX_DISPLAY_NAME } from '../../text/text-limits.ts';
import { htmlToText } from '../html/html-to-markdown.ts';

/** A name as it is shown: without markup. Of an e-mail address, only the part before the @ is kept. */
export function namePerson(html: string): string {
  const name = hideAddress(
    htmlToText(html)
      .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
      .trim(),
  );
  const cut = takeGraphemes(name, MAX_DISPLAY_NAME);
  return cut === name ? name : `${takeGraphemes(name, MAX_DISPLAY_NAME - 1).trimEnd()}…`;
}

/** The part before the @ of a name that is an e-mail address; any other name as it is. */
export function hideAddress(name: string): string {
  return /^([^@\s]+)@[^@\s]+\.[^@\s]+$/.exec(name.trim())?.[1] ?? name;
}

/** Whether a name is an e-mail address, which is never stored. */
export function isAddress(name: string): boolean {
  return hideAddress(name) !== name;
}
