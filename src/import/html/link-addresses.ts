import type { ElementContent, Root, Element } from 'hast';
import { element, isElement, text } from './html-tree.ts';

const PUNCTUATION = '.,;:!?\'"’”]*_~';
const ADDRESS = /\bhttps?:\/\/[^\s<>"“”\u00a0]+/g;

/** Turns bare web addresses into links, as WordPress does when it shows a text. */
export function linkAddresses<Parent extends Root | Element>(parent: Parent): Parent {
  const children = parent.children.flatMap((child): Parent['children'] => {
    if (child.type === 'text') return splitText(child.value);
    if (
      child.type !== 'element' ||
      isElement(child, 'a', 'code', 'pre', 'kbd', 'samp', 'tt', 'textarea', 'script', 'style')
    ) {
      return [child];
    }
    return [linkAddresses(child)];
  });
  return { ...parent, children };
}

function splitText(value: string): ElementContent[] {
  const parts: ElementContent[] = [];
  let end = 0;
  for (const { address, index } of findAddresses(value)) {
    parts.push(text(value.slice(end, index)), element('a', [text(address)], { href: address }));
    end = index + address.length;
  }
  return [...parts, text(value.slice(end))];
}

/** The bare web addresses in a text, in their order. */
export function findAddresses(value: string): { readonly address: string; readonly index: number }[] {
  return Array.from(value.matchAll(ADDRESS), ({ 0: found, index }) => ({ address: trimAddress(found), index }));
}

/**
 * Punctuation after an address belongs to the sentence; so does a closing bracket that the address did not open. From the end, sign by
 * sign: an expression would begin at each sign of a long run anew.
 */
function trimAddress(address: string): string {
  const opened = address.indexOf('(');
  const isEnd = (sign: string, at: number): boolean =>
    PUNCTUATION.includes(sign) || (sign === ')' && (opened === -1 || opened > at));
  let end = address.length;
  while (end > 0 && isEnd(address.charAt(end - 1), end - 1)) end -= 1;
  return address.slice(0, end);
}
