import type { Element, ElementContent } from 'hast';
import { parseUrl } from '../../text/address/parse-url.ts';
import { element, isElement, isEmpty, readProperty, text } from './html-tree.ts';

/** Audio, video and embedded pages become links. */
export function linkMedia(node: Element, base: string): ElementContent[] {
  const sources = [node, ...node.children.filter((child) => isElement(child, 'source'))];
  const address = sources
    .map((source) => resolveAddress(readProperty(source, 'src'), base))
    .find((found) => found !== null);
  if (address == null) return node.children;
  return [element('a', [text(readProperty(node, 'title') || address)], { href: address })];
}

export function tidyLink(node: Element, base: string): ElementContent[] {
  const href = resolveAddress(readProperty(node, 'href'), base);
  if (href === null) return node.children;
  if (isEmpty(node)) return [];
  // A picture inside a link may have become a link, and links cannot be nested.
  const children = node.children.flatMap((child) => (isElement(child, 'a') ? child.children : [child]));
  return [{ ...node, children, properties: { href } }];
}

export function tidyImage(node: Element, base: string): ElementContent[] {
  const src = resolveAddress(readProperty(node, 'src'), base);
  const alt = readProperty(node, 'alt');
  if (src === null) return alt === '' ? [] : [text(alt)];
  return [{ ...node, properties: { src, alt } }];
}

export function linkImage(node: Element, base: string): ElementContent[] {
  const src = resolveAddress(readProperty(node, 'src'), base);
  const alt = readProperty(node, 'alt');
  if (src === null) return alt === '' ? [] : [text(alt)];
  return [element('a', [text(alt || src)], { href: src })];
}

/**
 * The absolute address of a link or an image of the old site; null for any scheme other than the web's and mail's
 * (`javascript:`, `data:`). A place in the same text (`#top`) stays as it is.
 */
export function resolveAddress(address: string, base: string): string | null {
  const trimmed = address.trim();
  if (trimmed === '') return null;
  if (trimmed.startsWith('#')) return trimmed;

  const full = /^www\./i.test(trimmed) ? `https://${trimmed}` : trimmed;
  const url = parseUrl(full, base);
  if (url === null) return null;
  const { protocol, href } = url;
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) return null;
  // An absolute address stays as it was written: the parser would escape and complete it.
  return /^[a-z]+:/i.test(full) ? full : href;
}
