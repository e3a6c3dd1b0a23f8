import type { ElementContent, Root, Element } from 'hast';
import { element, isElement, text } from './html-tree.ts';

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
  for (const match of value.matchAll(ADDRESS)) {
    const address = trimAddress(match[0]);
    parts.push(text(value.slice(end, match.index)), element('a', [text(address)], { href: address }));
    end = match.index + address.length;
  }
  return [...parts, text(value.slice(end))];
}

/** Punctuation after an address belongs to the sentence; so does a closing bracket that the address did not open. */
function trimAddress(address: string): string {
  const trimmed = address.replace(/[.,;:!?'"’”\]*_~]+$/, '');
  const isUnopened = trimmed.endsWith(')') && !trimmed.includes('(');
  return isUnopened ? trimAddress(trimmed.slice(0, -1)) : trimmed;
}
