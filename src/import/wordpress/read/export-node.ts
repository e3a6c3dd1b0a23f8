/** An element of an export, with its text and the elements in it that an import reads. */
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

/** The text of the first child of that name, as it stands in the file; empty where there is none. */
export function readChild(node: ExportNode, name: string): string {
  return findChild(node, name)?.text ?? '';
}
