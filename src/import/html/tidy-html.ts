import type { Element, ElementContent, Root } from 'hast';
import { element, isBlock, isElement, isEmpty, mapTree, readText, text } from './html-tree.ts';
import { linkAddresses } from './link-addresses.ts';
import { linkImage, linkMedia, tidyImage, tidyLink } from './tidy-links.ts';

const RAISED = pair('0123456789+-=()ni', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ');
const LOWERED = pair('0123456789+-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎');
const EMPHASES = ['b', 'strong', 'em', 'i', 'u', 'mark', 'del', 's', 'strike'] as const;

interface TidyOptions {
  /** The address that relative links are relative to. */
  readonly base: string;
  /** Whether pictures stay; otherwise each becomes a link. */
  readonly hasPictures: boolean;
}

/** Replaces what Markdown cannot express with what it can, so that readers lose nothing they saw. */
export function tidyHtml(root: Root, { base, hasPictures }: TidyOptions): Root {
  return mapTree(linkAddresses(root), (node) => {
    if (node.type === 'comment') return [];
    if (node.type !== 'element') return [node];
    if (isElement(node, 'iframe', 'embed', 'video', 'audio')) return linkMedia(node, base);
    if (isElement(node, 'img')) return hasPictures ? tidyImage(node, base) : linkImage(node, base);
    if (isElement(node, 'a')) return tidyLink(node, base);
    if (isElement(node, ...EMPHASES)) return tidyEmphasis(node);
    if (isElement(node, 'sup')) return script(node, RAISED);
    if (isElement(node, 'sub')) return script(node, LOWERED);
    if (isElement(node, 'pre') && readClasses(node).includes('wp-block-verse')) return [verse(node)];
    if (isElement(node, 'td', 'th')) return [{ ...node, children: flattenCell(node.children) }];
    if (isElement(node, 'table')) return hoistCaption(node);
    if (isElement(node, 'menu', 'dir')) return [{ ...node, tagName: 'ul' }];
    // An empty paragraph is vertical space in an editor; Markdown has its own between paragraphs.
    if (isElement(node, 'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6') && isEmpty(node)) return [];
    return [node];
  });
}

/** Markdown has no emphasis that begins or ends with a space, and none inside the same emphasis. */
function tidyEmphasis(node: Element): ElementContent[] {
  const children = node.children.flatMap((child) => (isElement(child, node.tagName) ? child.children : [child]));
  const first = children[0];
  const last = children.at(-1);
  const before =
    first?.type === 'text' ? first.value.slice(0, first.value.length - first.value.trimStart().length) : '';
  const after = last?.type === 'text' ? last.value.slice(last.value.trimEnd().length) : '';
  if (first === last && first?.type === 'text' && first.value.trim() === '') return [first];

  const trimmed = children.map((child) => {
    if (child.type !== 'text') return child;
    const started = child === first ? child.value.trimStart() : child.value;
    return text(child === last ? started.trimEnd() : started);
  });
  return [text(before), { ...node, children: trimmed }, text(after)];
}

/** E=MC² stays E=MC²; a text without raised or lowered forms in Unicode stays on the line. */
function script(node: Element, signs: ReadonlyMap<string, string>): ElementContent[] {
  const characters = Array.from(readText(node));
  if (!characters.every((character) => signs.has(character))) return node.children;
  return [text(characters.map((character) => signs.get(character) ?? character).join(''))];
}

/** Characters and their replacements, one for one; all of them are single UTF-16 units. */
function pair(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (sign, at) => [sign, to.charAt(at)]));
}

/** A verse is not code: its lines stay lines, and emphasis in it stays emphasis. */
function verse(node: Element): Element {
  const children = node.children.flatMap((child): ElementContent[] =>
    child.type === 'text'
      ? child.value.split('\n').flatMap((line, at) => (at === 0 ? [text(line)] : [element('br'), text(line)]))
      : [child],
  );
  return element('p', children);
}

function readClasses(node: Element): readonly (string | number)[] {
  const classes = node.properties.className;
  return Array.isArray(classes) ? classes : [];
}

/** A cell of a Markdown table is a single line: the blocks in it become parts of that line. */
function flattenCell(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (isElement(node, 'br')) return [text(' ')];
    if (isElement(node, 'pre')) return [text(' '), element('code', node.children), text(' ')];
    if (isBlock(node)) return [text(isElement(node, 'li') ? ' • ' : ' '), ...flattenCell(node.children), text(' ')];
    return [node.type === 'element' ? { ...node, children: flattenCell(node.children) } : node];
  });
}

/** Markdown tables have no caption: it becomes a paragraph before the table. */
function hoistCaption(table: Element): ElementContent[] {
  const caption = table.children.find((child) => isElement(child, 'caption'));
  if (caption?.type !== 'element') return [table];
  return [element('p', caption.children), { ...table, children: table.children.filter((child) => child !== caption) }];
}
