import type { Name } from './namespaces.ts';

/** What a format has of XML, and what of it is read. */
export interface Shape {
  /** What it is called to people: "WordPress export". */
  readonly title: string;
  /** The names of the elements around what is read, from the root. */
  readonly containers: readonly string[];
  /** The usual name of an element, whatever prefix the file uses. */
  nameOf(name: Name): string;
  /** The elements that are read, by the name of their parent. */
  readonly children: Readonly<Record<string, ReadonlySet<string>>>;
  /** Elements that never stand in something that is not read: each begins something new, as every one with a prefix does. */
  readonly marks: ReadonlySet<string>;
}
