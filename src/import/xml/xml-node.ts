/** An element of a file, with its text and those of its children that an import reads. */
export interface XmlNode {
  /** `wp:post_id`, whatever prefix the file itself uses. */
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: XmlNode[];
}

/** The first child of that name. */
export function findChild(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child) => child.name === name);
}

/** All children of that name. */
export function findChildren(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child) => child.name === name);
}

/** The text of the first child of that name, unchanged; empty where there is none. */
export function readChild(node: XmlNode, name: string): string {
  return findChild(node, name)?.text ?? '';
}

/**
 * A copy of a text with its own memory. A substring keeps the whole string alive that it was cut from: an index over a
 * file would keep the file in memory.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}
