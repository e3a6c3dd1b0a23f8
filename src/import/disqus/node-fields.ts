import { boundId } from '../fields/identify.ts';
import { readFields, type Fields } from '../fields/read-fields.ts';
import type { Tally } from '../report/tally.ts';
import { ownCopy, type XmlNode } from '../xml/xml-node.ts';

/** The first child of each name, as a field. */
export function fieldsOf(node: XmlNode, tally: Tally): Fields {
  const texts: Record<string, string> = {};
  for (const { name, text } of node.children) texts[name] ??= ownCopy(text.trim());
  return readFields(texts, { line: node.line, onFault: tally.mend });
}

/** The id that Disqus gives to a thread or a post, or that is referred to; null where there is none. */
export function idOf(node: XmlNode | undefined): string | null {
  const named = Object.entries(node?.attributes ?? {}).find(([name]) => /^(?:\w+:)?id$/.test(name));
  const id = named?.[1].trim() ?? '';
  return id === '' ? null : boundId(ownCopy(id));
}
