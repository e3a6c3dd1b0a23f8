import { isObject } from '../fields/read-fields.ts';
import { createItemReader } from './item-reader.ts';
import { parseJson } from './json-records.ts';

interface Written {
  readonly line: number;
  readonly text: string;
  readonly value: unknown;
}

interface ObjectWithList {
  readonly object: Readonly<Record<string, unknown>>;
  /** The items of the list, where they had to be parsed one by one; else they stand in the object. */
  readonly items: readonly { readonly line: number; readonly value: unknown }[] | null;
}

/**
 * An object that has a list, also where an item of the list is no JSON: so a fault costs that item only. Null for what is no such object.
 */
export function readList({ line, text, value }: Written, list: string): ObjectWithList | null {
  if (isObject(value)) return { object: value, items: null };
  const reader = createItemReader();
  const items = reader.read(text);
  const [first, last] = [items[0], items.at(-1)];
  const isOnly = reader.lists.length === 1 && reader.lists[0] === list && reader.cutAt === null;
  if (!isOnly || first === undefined || last === undefined) return null;

  const rest = text.slice(text.lastIndexOf(last.text) + last.text.length).replace(/^\s*,/, '');
  const object = parseJson(text.slice(0, text.indexOf(first.text)) + rest);
  if (!isObject(object)) return null;
  return { object, items: items.map((item) => ({ line: line + item.line - 1, value: parseJson(item.text) })) };
}
