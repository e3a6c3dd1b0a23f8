// XML of other software, read as it is meant. Its tokens are taken as they come; what XML would refuse is told from here.
import type { Fault } from '../report/fault.ts';
import { createLineCounter } from './line-counter.ts';
import type { Shape } from './shape.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { XmlNode } from './xml-node.ts';
import { createXmlTokens } from './xml-tokens.ts';

/**
 * Reads an XML document and gives the elements that stand in its innermost container one by one. Only one of them is in
 * memory at a time, and of it only what the shape reads. A document that is cut off gives every element that is whole.
 *
 * @throws {ImportError} with the line, for a document that is not of this shape, or nested beyond measure.
 */
export async function* readTree(
  pieces: AsyncIterable<string>,
  { shape, onFault }: { readonly shape: Shape; readonly onFault: (fault: Fault) => void },
): AsyncGenerator<XmlNode> {
  const complete: XmlNode[] = [];
  const lines = createLineCounter();
  const builder = new TreeBuilder({ shape, onFault, onNode: (node) => complete.push(node) });
  const tokens = createXmlTokens({
    onDeclaration: (name, at) => builder.declare(name, lines.lineAt(at)),
    onOpen({ name, attributes }, { at, isWhole }) {
      const isElement = builder.open({ name, attributes, line: lines.lineAt(at) });
      if (isElement && isWhole) builder.close(name, lines.lineAt(at));
    },
    onClose: (name, at) => builder.close(name, lines.lineAt(at)),
    onText: (text, at) => builder.addText(text, { line: lines.lineAt(at), isLiteral: false }),
    onCdata: (text, at) => builder.addText(text, { line: lines.lineAt(at), isLiteral: true }),
  });
  for await (const piece of pieces) {
    lines.add(piece);
    tokens.write(piece);
    yield* complete.splice(0);
  }
  tokens.end();
  builder.end(lines.lineAt(Infinity));
  yield* complete.splice(0);
}
