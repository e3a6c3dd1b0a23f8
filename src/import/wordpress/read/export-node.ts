/** An element of an export, with its text and those of its children that an import reads. */
export interface ExportNode {
  /** `wp:post_id`, whatever prefix the file itself uses. */
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: ExportNode[];
}

/** The first child of that name. */
export function findChild(node: ExportNode, name: string): ExportNode | undefined {
  return node.children.find((child) => child.name === name);
}

/** The text of the first child of that name, unchanged; empty where there is none. */
export function readChild(node: ExportNode, name: string): string {
  return findChild(node, name)?.text ?? '';
}

/**
 * A copy of a text with its own memory. A substring keeps the whole string alive that it was cut from: an index over a
 * file would keep the file in memory.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}
