import { takeCodePoints } from '../../../text/text.ts';

/** At most so many code points, cut after a word where there is one near the end. */
export function shorten(text: string, max: number): string {
  const longest = takeCodePoints(text, max);
  if (longest === text) return text;
  const cut = takeCodePoints(text, max - 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > cut.length / 2 ? end : cut.length).replace(/[\s.,;:…]+$/u, '')}…`;
}
