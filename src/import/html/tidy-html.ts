import type { Element, ElementContent, Root } from 'hast';
import { element, isElement, mapTree, readProperty, readText, text } from './html-tree.ts';
import type { HtmlOptions } from './html-to-markdown.ts';
import { linkAddresses } from './link-addresses.ts';
import { resolveAddress } from './resolve-address.ts';
import { flattenCell, hoistCaption } from './tidy-table.ts';

const RAISED = pair('0123456789+-=()ni', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ');
const LOWERED = pair('0123456789+-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎');
const EMPHASES = ['b', 'strong', 'em', 'i', 'u', 'mark', 'del', 's', 'strike'] as const;

/** Puts what Markdown has no word for into words that it has, so that nothing a reader saw is gone. */
export function tidyHtml(root: Root, { base, hasPictures }: Omit<HtmlOptions, 'isTyped'>): Root {
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
    // A line of air in the editor; Markdown has air between paragraphs anyhow.
    if (isElement(node, 'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6') && isEmpty(node)) return [];
    return [node];
  });
}

/** What plays in a page becomes a link to it. */
function linkMedia(node: Element, base: string): ElementContent[] {
  const sources = [node, ...node.children.filter((child) => isElement(child, 'source'))];
  const address = sources
    .map((source) => resolveAddress(readProperty(source, 'src'), base))
    .find((found) => found !== null);
  if (address == null) return node.children;
  return [element('a', [text(readProperty(node, 'title') || address)], { href: address })];
}

function tidyLink(node: Element, base: string): ElementContent[] {
  const href = resolveAddress(readProperty(node, 'href'), base);
  if (href === null) return node.children;
  if (isEmpty(node)) return [];
  // A picture within a link that became a link itself.
  const children = node.children.flatMap((child) => (isElement(child, 'a') ? child.children : [child]));
  return [{ ...node, children, properties: { href } }];
}

function tidyImage(node: Element, base: string): ElementContent[] {
  const src = resolveAddress(readProperty(node, 'src'), base);
  const alt = readProperty(node, 'alt');
  if (src === null) return alt === '' ? [] : [text(alt)];
  return [{ ...node, properties: { src, alt } }];
}

function linkImage(node: Element, base: string): ElementContent[] {
  const src = resolveAddress(readProperty(node, 'src'), base);
  const alt = readProperty(node, 'alt');
  if (src === null) return alt === '' ? [] : [text(alt)];
  return [element('a', [text(alt || src)], { href: src })];
}

/** Markdown knows no emphasis that begins or ends with a space, and none within the same. */
function tidyEmphasis(node: Element): ElementContent[] {
  const children = node.children.flatMap((child) => (isElement(child, node.tagName) ? child.children : [child]));
  const first = children[0];
  const last = children.at(-1);
  const before = first?.type === 'text' ? (/^\s+/.exec(first.value)?.[0] ?? '') : '';
  const after = last?.type === 'text' ? (/\s+$/.exec(last.value)?.[0] ?? '') : '';
  if (first === last && first?.type === 'text' && first.value.trim() === '') return [first];

  const trimmed = children.map((child) => {
    if (child.type !== 'text') return child;
    const started = child === first ? child.value.trimStart() : child.value;
    return text(child === last ? started.trimEnd() : started);
  });
  return [text(before), { ...node, children: trimmed }, text(after)];
}

/** E=MC² stays E=MC²; a text that Unicode cannot raise stays at the height of the others. */
function script(node: Element, signs: ReadonlyMap<string, string>): ElementContent[] {
  const characters = Array.from(readText(node));
  if (!characters.every((character) => signs.has(character))) return node.children;
  return [text(characters.map((character) => signs.get(character) ?? character).join(''))];
}

/** Signs and what stands for them, one for one; none of them lies outside of the basic plane. */
function pair(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (sign, at) => [sign, to.charAt(at)]));
}

/** Poetry is no code: its lines stay lines, its words may be emphasised. */
function verse(node: Element): Element {
  const children = node.children.flatMap((child): ElementContent[] =>
    child.type === 'text'
      ? child.value.split('\n').flatMap((line, at) => (at === 0 ? [text(line)] : [element('br'), text(line)]))
      : [child],
  );
  return element('p', children);
}

function isEmpty(node: Element): boolean {
  return readText(node).replaceAll('\u00a0', ' ').trim() === '' && !hasImage(node);
}

function hasImage(node: Element): boolean {
  return node.children.some((child) => isElement(child, 'img') || (child.type === 'element' && hasImage(child)));
}

function readClasses(node: Element): readonly (string | number)[] {
  const classes = node.properties.className;
  return Array.isArray(classes) ? classes : [];
}
