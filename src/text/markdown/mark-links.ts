import type { Element, ElementContent, Root } from 'hast';
import { parseUrl } from '../address/parse-url.ts';
import type { TextKind } from './rendering.ts';

/** What the service says of a link that somebody wrote. */
export const RELATIONS: Readonly<Record<TextKind, readonly string[]>> = {
  comment: ['nofollow', 'ugc', 'noopener'],
  post: ['noopener'],
};

/** How links of a text are written. */
interface LinkRule {
  readonly rel: readonly string[];
  /** Whether an address without a scheme stays a link. */
  readonly mayBeRelative: boolean;
}

/** Puts `rel` on links, and unwraps those whose address was not allowed. */
export function markLinks(rule: LinkRule) {
  return (tree: Root): void => {
    const open: (Root | Element)[] = [tree];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const children: ElementContent[] = [];
      for (const child of node.children) {
        if (child.type === 'element') children.push(...markLink(child, rule));
        else if (child.type !== 'doctype') children.push(child);
      }
      node.children = children;
      open.push(...children.filter((child) => child.type === 'element'));
    }
  };
}

function markLink(element: Element, { rel, mayBeRelative }: LinkRule): ElementContent[] {
  if (element.tagName !== 'a') return [element];

  const { href } = element.properties;
  if (typeof href !== 'string' || !isFollowed(href, { mayBeRelative })) return element.children;

  if (!href.startsWith('#')) element.properties = { ...element.properties, rel: [...rel] };
  return [element];
}

/** Whether an address stays a link: as a browser reads it, after the allow-list did in its own way. */
export function isFollowed(href: string, { mayBeRelative = false } = {}): boolean {
  const base = mayBeRelative ? 'https://page.invalid' : undefined;
  return /^(?:https?|mailto):$/.test(parseUrl(href, base)?.protocol ?? '');
}
