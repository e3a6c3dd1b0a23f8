// What a reader would see of a text. White space, joiners, fillers and marks without a letter are characters, and show nothing.
import type { Element, Nodes } from 'hast';

// A mark of its own (a combining accent, a variation selector) shows nothing without a letter before it. U+2800 is the Braille
// pattern without dots, U+1D159 a note without a head: Unicode counts both among the symbols.
const VISIBLE =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cc}\p{Cf}\p{M}\p{Cs}\u2800\u{1d159}]/u;

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
