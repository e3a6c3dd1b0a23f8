// Texts are cut between what a reader takes for characters, so that no family loses a child and no letter its accent.
import { countCodePoints, takeCodePoints } from './text.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The longest beginning of a text that has at most `max` code points and ends between graphemes. A first grapheme that is longer
 * than that by itself is cut: some have no end.
 */
export function takeGraphemes(text: string, max: number): string {
  const longest = takeCodePoints(text, max);
  if (longest.length === text.length) return text;

  // Whether a grapheme ends here depends on what stands before, and on one code point after.
  const next = takeCodePoints(text.slice(longest.length), 1);
  const last = graphemes.segment(longest + next).containing(longest.length);
  const whole = longest.slice(0, last?.index);
  return whole === '' ? longest : whole;
}

/** A line of text of at most `max` code points, cut after a word where there is one near the end, with an ellipsis. */
export function shorten(text: string, max: number): string {
  if (text.length <= max || countCodePoints(text) <= max) return text;
  const longest = takeGraphemes(text, max - 1);
  const end = longest.lastIndexOf(' ');
  // A language that writes no spaces is cut where it is.
  const whole = end > longest.length / 2 ? longest.slice(0, end) : longest;
  return `${whole.replace(/[\s.,;:!?…–—-]+$/u, '')}…`;
}
