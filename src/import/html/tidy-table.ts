import type { Element, ElementContent } from 'hast';
import { element, isBlock, isElement, text } from './html-tree.ts';

/** A cell of a Markdown table is a single line: blocks in it become words of that line. */
export function flattenCell(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (isElement(node, 'br')) return [text(' ')];
    if (isElement(node, 'pre')) return [text(' '), element('code', node.children), text(' ')];
    if (isBlock(node)) return [text(isElement(node, 'li') ? ' • ' : ' '), ...flattenCell(node.children), text(' ')];
    return [node.type === 'element' ? { ...node, children: flattenCell(node.children) } : node];
  });
}

/** Markdown has no place for the caption of a table but before it. */
export function hoistCaption(table: Element): ElementContent[] {
  const caption = table.children.find((child) => isElement(child, 'caption'));
  if (caption?.type !== 'element') return [table];
  return [element('p', caption.children), { ...table, children: table.children.filter((child) => child !== caption) }];
}
