import type { Element, Nodes } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';

// A page as a browser has it: what its tests look for in it.

export function parse(html: string): Nodes {
  return unified().use(rehypeParse).parse(html);
}

// What stands in a template is not on the page, and the parser keeps it apart.
export function everyElement(node: Nodes): Element[] {
  const below = 'children' in node ? node.children.flatMap(everyElement) : [];
  return node.type === 'element' ? [node, ...below] : below;
}

export function all(node: Nodes, selector: string): Element[] {
  const [, className] = /^\.(.+)/.exec(selector) ?? [];
  return everyElement(node).filter(({ tagName, properties }) =>
    className === undefined
      ? tagName === selector
      : Array.isArray(properties['className']) && properties['className'].includes(className),
  );
}

/** The texts of the elements whose direction follows from their words. */
export function directed(node: Nodes): string[] {
  return everyElement(node)
    .filter(({ properties }) => properties['dir'] === 'auto')
    .map(textOf);
}

export function find(node: Nodes, selector: string, { in: within }: { in?: string } = {}): Element {
  const [found] = all(within === undefined ? node : find(node, within), selector);
  if (found === undefined) throw new Error(`There is no ${selector} on the page.`);
  return found;
}

export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

export function linksOf(page: Nodes, number: number): Record<string, unknown> {
  const comment = everyElement(page).find(({ properties }) => properties['id'] === `comment-${number}`);
  if (comment === undefined) throw new Error(`There is no comment ${number} on the page.`);
  return Object.fromEntries(all(comment, 'a').map((link) => [textOf(link), link.properties['href']]));
}

export function linkOf(page: Nodes, text: string) {
  return all(page, 'a').find((link) => textOf(link) === text)?.properties['href'];
}

export function titlesOf(page: Nodes): string[] {
  return all(page, 'h2').map(textOf);
}
