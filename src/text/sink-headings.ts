import type { Root } from 'mdast';

/** Lets headings start at the fourth level: those above are the page's own. */
export function sinkHeadings() {
  return (tree: Root): void => {
    const open: (Root | Root['children'][number])[] = [tree];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.type === 'heading') node.depth = node.depth === 1 ? 4 : node.depth === 2 ? 5 : 6;
      if ('children' in node) open.push(...node.children);
    }
  };
}
