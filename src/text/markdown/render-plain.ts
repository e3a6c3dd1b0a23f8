// Most comments are words and nothing else. Parsing them costs a hundred times what this does, and makes the same HTML, as
// test/text/render-plain.test.ts checks. What might be markup is none of this file's business: it is told apart too readily, never
// too late.
import { isVisible } from '../blank.ts';
import type { Rendering } from './rendering.ts';

/** No text of this length reaches a limit of `require-renderable.ts`: 3,000 exclamation marks are as many marks as it lets through. */
const LONGEST = 3_000;

const SIGNIFICANT = new RegExp(
  [
    /[^\P{Cc}\n]|[\p{Cs}\u2028\u2029\ufeff]/u, // tabs, carriage returns and other characters that the parser may replace
    /[\\`*_~[\]<&@|]/, // markup wherever it stands, and what HTML escapes
    /[wW]{3}\.|:\/\//, // bare addresses; those of e-mail have an @
    /^[^\n\p{L}\p{N}\p{Extended_Pictographic}"'(“”„‘’«»…¿¡]/u, // indentation, and signs of headings, quotes, lists, rules and tables
    /^\d+[.)]/, // numbered lists
    / $/, // line breaks
  ]
    .map(({ source }) => source)
    .join('|'),
  'mu',
);

/** Whether a text is paragraphs of words, in which nothing could be markup. */
export function isPlain(markdown: string): boolean {
  return markdown.length <= LONGEST && !SIGNIFICANT.test(markdown) && isVisible(markdown);
}

/** The HTML of a text that {@link isPlain}. */
export function renderPlain(text: string): Rendering {
  const paragraphs = text.split(/\n{2,}/).map((lines) => lines.replace(/^\n|\n$/g, ''));
  const html = paragraphs
    .filter((lines) => lines !== '')
    .map((lines) => `<p dir="auto">${lines}</p>`)
    .join('\n');
  return { html, isBlank: false };
}
