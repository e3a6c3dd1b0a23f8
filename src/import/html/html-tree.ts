import type { Element, ElementContent, Root, RootContent, Text } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';

// HTML as a tree, and questions about such trees and their parts that the steps from HTML to Markdown share.

const parser = unified().use(rehypeParse, { fragment: true }).freeze();

/** The tree of a piece of HTML. @throws {RangeError} where it is nested too deep. */
export function parseHtml(html: string): Root {
  return parser.parse(html);
}

type HtmlNode = RootContent;

const BLOCKS = [
  ...([
    'address',
    'article',
    'aside',
    'blockquote',
    'center',
    'dd',
    'details',
    'dialog',
    'dir',
    'div',
    'dl',
    'dt',
  ] as const),
  ...(['fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header'] as const),
  ...(['hgroup', 'hr', 'li', 'main', 'menu', 'nav', 'ol', 'p', 'pre', 'section', 'summary', 'table', 'tbody'] as const),
  ...(['td', 'tfoot', 'th', 'thead', 'tr', 'ul'] as const),
];

/** An element of one of these names. */
type Named<Name extends string> = Element & { readonly tagName: Name };

const BLOCK_NAMES: ReadonlySet<string> = new Set(BLOCKS);

export function isBlock(node: HtmlNode): node is Named<(typeof BLOCKS)[number]> {
  return node.type === 'element' && BLOCK_NAMES.has(node.tagName);
}

export function isText(node: HtmlNode): node is Text {
  return node.type === 'text';
}

export function isElement<Name extends string>(node: HtmlNode, ...names: readonly Name[]): node is Named<Name> {
  return node.type === 'element' && names.some((name) => name === node.tagName);
}

export function element(
  tagName: string,
  children: ElementContent[] = [],
  properties: Element['properties'] = {},
): Element {
  return { type: 'element', tagName, properties, children };
}

export function text(value: string): Text {
  return { type: 'text', value };
}

/** A property that is text, trimmed; empty where there is none. */
export function readProperty(node: Element, name: string): string {
  const value = node.properties[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** All the text in a tree, unchanged. */
export function readText(node: HtmlNode | Root): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(readText).join('') : '';
}

/** A new tree in which `change` has replaced every node below the root, deepest first. */
export function mapTree<Parent extends Root | Element>(
  parent: Parent,
  change: (node: ElementContent) => readonly ElementContent[],
): Parent {
  const children = parent.children.flatMap((child) => {
    if (child.type === 'doctype') return [];
    return change(child.type === 'element' ? mapTree(child, change) : child);
  });
  return { ...parent, children };
}

/** Whether an element shows neither text nor a picture. */
export function isEmpty(node: Element): boolean {
  return readText(node).replaceAll('\u00a0', ' ').trim() === '' && !hasImage(node);
}

function hasImage(node: Element): boolean {
  return node.children.some((child) => isElement(child, 'img') || (child.type === 'element' && hasImage(child)));
}
