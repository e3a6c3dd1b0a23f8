// Plain text has no <bdi>: a name that is written from right to left, or that turns what follows around, would reorder the words
// beside it. https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates

const CONTROLS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const FROM_RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A text for use among other words: without signs that change the direction of writing, and in a pair of signs that isolate it
 * where it has letters that are written from right to left.
 */
export function isolate(text: string): string {
  const plain = text.replace(CONTROLS, '');
  return FROM_RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
