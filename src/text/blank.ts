// What a reader would see of a text. White space, joiners, fillers and marks without a letter are characters, and show nothing.
import type { Element, Nodes } from 'hast';

// A mark of its own (a combining accent, a variation selector) shows nothing without a letter before it. Unicode counts among letters and
// symbols, without a property that tells: the Braille pattern without dots, a note without a head, two blanks as wide as a hieroglyph,
// and the place of an object that a plain text cannot have.
const VISIBLE =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cc}\p{Cf}\p{M}\p{Cs}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/u;

// Without the joiners, selectors, tags and signs of direction of which emoji and scripts are made.
const BLANKS =
  /[\p{White_Space}\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u2800\u3164\ufeff\uffa0\ufffc\u{13441}\u{13442}\u{16fe4}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}]+/gu;

/** A line whose runs of blanks are a space each, whatever character they are of. */
export function collapseBlanks(text: string): string {
  return text.replace(BLANKS, ' ').trim();
}

/** Whether a text has a character that shows something. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * Whether HTML shows nothing that its author wrote: no character and no picture. Lines, bullets, checkboxes, the frames of
 * empty tables and code blocks, and the marks that the renderer adds to footnotes count as nothing.
 */
export function isBlankHtml(tree: Nodes): boolean {
  const open: Nodes[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'text' && isVisible(node.value)) return false;
    if (node.type === 'element' && isPicture(node)) return false;
    if ('children' in node && !(node.type === 'element' && isAdded(node))) open.push(...node.children);
  }
  return true;
}

/** A picture whose address was not allowed shows its description alone. */
function isPicture({ tagName, properties }: Element): boolean {
  if (tagName !== 'img') return false;
  const { src, alt } = properties;
  return (typeof src === 'string' && src !== '') || (typeof alt === 'string' && isVisible(alt));
}

/** The number of a footnote, the way back from it, and the heading over all of them. */
function isAdded({ tagName, properties }: Element): boolean {
  return (
    'dataFootnoteRef' in properties ||
    'dataFootnoteBackref' in properties ||
    (tagName === 'h2' && properties['id'] === 'footnote-label')
  );
}
