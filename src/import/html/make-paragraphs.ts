import type { Element, ElementContent, Root } from 'hast';
import { element, isBlock, isElement, isText, readText, text } from './html-tree.ts';

const BLANK_LINE = /\n[^\S\n]*\n\s*/;

// Elements that may hold paragraphs. Those of the second list hold a single line of text without one.
const CONTAINERS = [
  'address',
  'article',
  'aside',
  'blockquote',
  'center',
  'details',
  'div',
  'fieldset',
  'figure',
  'footer',
  'form',
  'header',
  'main',
  'section',
] as const;
const SHORT_CONTAINERS = ['dd', 'dt', 'figcaption', 'li', 'td', 'th'] as const;

const LINES = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p'] as const;

/**
 * Turns text between blank lines into paragraphs, and single line ends into breaks. WordPress stores a text from outside
 * the block editor as it was typed, and does the same (`wpautop`) whenever it shows it.
 */
export function makeParagraphs(root: Root): Root {
  return {
    ...root,
    children: arrange(
      root.children.filter((child) => child.type !== 'doctype'),
      true,
    ),
  };
}

function arrange(children: readonly ElementContent[], isAlwaysWrapped: boolean): ElementContent[] {
  const groups = splitAtBlankLines(children);
  const isShort = !isAlwaysWrapped && groups.length === 1;

  return groups.flatMap((group) => {
    const [first] = group;
    if (first !== undefined && isElement(first, 'p')) return arrange(first.children, true);
    if (first !== undefined && isBlock(first)) return [arrangeBlock(first)];
    const line = makeBreaks(trimEnds(group));
    return isShort ? line : [element('p', line)];
  });
}

function arrangeBlock(block: Element): Element {
  if (isElement(block, ...CONTAINERS)) return { ...block, children: arrange(block.children, true) };
  if (isElement(block, ...SHORT_CONTAINERS)) return { ...block, children: arrange(block.children, false) };
  if (isElement(block, 'pre')) return block;
  return { ...block, children: block.children.map((child) => (isBlock(child) ? arrangeBlock(child) : child)) };
}

/** Groups of the nodes that form one paragraph; a block is a group of its own. */
function splitAtBlankLines(nodes: readonly ElementContent[]): ElementContent[][] {
  const groups: ElementContent[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'comment') continue;
    if (isBlock(node)) {
      groups.push([node], []);
      continue;
    }
    const [first = [], ...others] = splitNode(node);
    if (first.some(isBlock)) groups.push([]);
    groups.at(-1)?.push(...first);
    for (const group of others) groups.push(group);
    // Only what was added: a group of thousands of lines would be searched for each of them.
    if ((others.at(-1) ?? first).some(isBlock)) groups.push([]);
  }
  return groups.filter((group) => group.some(hasContent));
}

/** Bold text across two paragraphs becomes bold text in each; a link around a heading moves into it. */
function splitNode(node: ElementContent): ElementContent[][] {
  if (isText(node)) return node.value.split(BLANK_LINE).map((part) => [text(part)]);
  if (node.type !== 'element' || isElement(node, 'code', 'textarea')) return [[node]];
  if (!BLANK_LINE.test(readText(node)) && !hasBlock(node)) return [[node]];

  return splitAtBlankLines(node.children).map((group) => {
    const [first] = group;
    if (first === undefined || !isBlock(first)) return [{ ...node, children: group }];
    return [isElement(first, ...LINES) ? { ...first, children: [{ ...node, children: first.children }] } : first];
  });
}

function hasBlock(node: Element): boolean {
  return node.children.some((child) => isBlock(child) || (child.type === 'element' && hasBlock(child)));
}

function hasContent(node: ElementContent): boolean {
  return node.type === 'element' || readText(node).trim() !== '';
}

function trimEnds(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.map((node, at) => {
    if (!isText(node)) return node;
    const started = at === 0 ? node.value.trimStart() : node.value;
    return text(at === nodes.length - 1 ? started.trimEnd() : started);
  });
}

function makeBreaks(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node, at): ElementContent[] => {
    if (isElement(node, 'code', 'textarea', 'pre')) return [node];
    if (node.type === 'element') return [{ ...node, children: makeBreaks(node.children) }];
    if (!isText(node)) return [];

    // A line end directly after <br> is part of the same break.
    const before = nodes[at - 1];
    const value = before !== undefined && isElement(before, 'br') ? node.value.replace(/^[^\S\n]*\n/, '') : node.value;
    return value.split('\n').flatMap((line, index) => (index === 0 ? [text(line)] : [element('br'), text(line)]));
  });
}
