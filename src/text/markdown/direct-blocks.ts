import type { Element, Root } from 'hast';

const BLOCKS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'blockquote', 'table', 'pre']);

/**
 * Gives each block `dir="auto"`: a browser then writes it from the side on which its first letters begin. Whole lists, quotes and
 * tables get it rather than what is in them, so that bullets, lines and columns stand on the side of the words. Code has
 * its own also in a list.
 */
export function directBlocks() {
  return (tree: Root): void => {
    const open: { parent: Root | Element; isInBlock: boolean }[] = [{ parent: tree, isInBlock: false }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const child of next.parent.children) {
        if (child.type !== 'element') continue;
        const isBlock = BLOCKS.has(child.tagName);
        if (isBlock && (!next.isInBlock || child.tagName === 'pre')) child.properties['dir'] = 'auto';
        open.push({ parent: child, isInBlock: next.isInBlock || isBlock });
      }
    }
  };
}
