import { SaxesParser, type SaxesTagNS } from 'saxes';
import { ImportError } from '../../import-error.ts';
import type { ReadStep } from '../../prepared.ts';
import { readText } from '../../xml/read-text.ts';
import type { ExportNode } from './export-node.ts';
import { findName, isWanted } from './node-names.ts';

type Parser = SaxesParser<{ xmlns: true }>;

/**
 * Reads a WordPress export (WXR) and gives the children of its channel one by one: the site's own fields, its authors,
 * its items with their comments. Only one of them is in memory at a time.
 *
 * @throws {ImportError} with the line, for a file that is not well-formed XML or not a WordPress export.
 */
export async function* readExport(file: string, onStep: (step: ReadStep) => void): AsyncGenerator<ExportNode> {
  const complete: ExportNode[] = [];
  const progress = { isAtEnd: false };
  const parser = openParser({ progress, onNode: (node) => complete.push(node) });
  for await (const text of readText(file, onStep)) {
    parser.write(text);
    yield* complete.splice(0);
  }
  progress.isAtEnd = true;
  parser.close(); // In a file that was cut off, this finds the tags that were never closed.
  yield* complete.splice(0);
}

function openParser({
  progress,
  onNode,
}: {
  readonly progress: { readonly isAtEnd: boolean };
  readonly onNode: (node: ExportNode) => void;
}): Parser {
  // `position` would put the line before each message of the parser, where ours have it beside them.
  const parser: Parser = new SaxesParser({ xmlns: true, position: false });
  // The elements around the place that is read; null for those that no import reads, with all that is in them.
  const open: (ExportNode | null)[] = [];
  let isWordPress = false;

  parser.on('error', (error) => {
    const isCutOff = progress.isAtEnd && open.length > 0;
    const message = `not well-formed XML: ${error.message.replace(/\.$/, '')}`;
    throw new ImportError(isCutOff ? `${message}; the file seems to be cut off` : message, parser.line);
  });
  parser.on('doctype', () => {
    throw new ImportError(
      'not a WordPress export: it has a document type declaration, which WordPress never writes',
      parser.line,
    );
  });
  parser.on('opentag', (tag) => {
    const node = toNode(tag, parser.line);
    requireRoot(node, open.length);
    if (open.length === 2 && node.name === 'item' && !isWordPress) throw foreign(parser.line);
    const parent = open.at(-1);
    open.push(open.length < 2 || (parent != null && isWanted(node.name, parent.name)) ? node : null);
  });
  parser.on('text', (text) => addText(open.at(-1), text));
  parser.on('cdata', (text) => addText(open.at(-1), text));
  parser.on('closetag', () => {
    const node = open.pop();
    if (node?.name === 'wp:wxr_version') isWordPress = true;
    if (open.length === 1 && !isWordPress) throw foreign(parser.line);
    if (node == null || open.length < 2) return;
    if (open.length === 2) onNode(node);
    else open.at(-1)?.children.push(node);
  });
  return parser;
}

function toNode(tag: SaxesTagNS, line: number): ExportNode {
  const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ name, value }) => [name, value]));
  return { name: findName(tag), line, attributes, text: '', children: [] };
}

function requireRoot({ name, line }: ExportNode, depth: number): void {
  const expected = depth === 0 ? 'rss' : 'channel';
  if (depth < 2 && name !== expected) {
    throw new ImportError(`not a WordPress export: it has <${name}> where <${expected}> was expected`, line);
  }
}

function addText(node: ExportNode | null | undefined, text: string): void {
  if (node != null) node.text += text;
}

function foreign(line: number): ImportError {
  return new ImportError(
    'not a WordPress export: the file is RSS without <wp:wxr_version>; in WordPress, Tools → Export writes the right file',
    line,
  );
}
