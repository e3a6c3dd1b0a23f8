// XML of other software, read as it is meant. The parser accepts everything; what XML would refuse is told from here.
import { Parser } from 'htmlparser2';
import { ImportError } from '../import-error.ts';
import type { Fault } from '../report/fault.ts';
import { createLineCounter } from './line-counter.ts';
import { TreeBuilder, type Shape } from './tree-builder.ts';
import type { XmlNode } from './xml-node.ts';

// No format has more than a few. The parser takes time for each level above an element.
const MAX_DEPTH = 1000;

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
  const line = (): number => lines.lineAt(parser.startIndex);
  let isInCdata = false;
  let depth = 0;
  /** Where the last tag ends that opened an element: one that closes itself ends at the same place. */
  let opened = -1;

  const parser = new Parser(
    {
      onprocessinginstruction: (name) => builder.declare(name, line()),
      onopentag(name, attributes) {
        depth += 1;
        if (depth > MAX_DEPTH) throw new ImportError(`elements are nested more than ${MAX_DEPTH} deep`, line());
        opened = parser.endIndex;
        builder.open({ name, attributes, line: line() });
      },
      onclosetag(name, isImplied) {
        depth -= 1;
        if (!isImplied || parser.endIndex === opened) builder.close(name, line());
        opened = -1;
      },
      ontext: (text) => builder.addText(text, { line: line(), isLiteral: isInCdata }),
      oncdatastart: () => (isInCdata = true),
      oncdataend: () => (isInCdata = false),
    },
    { xmlMode: true, decodeEntities: false },
  );
  for await (const piece of pieces) {
    lines.add(piece);
    parser.write(piece);
    yield* complete.splice(0);
  }
  parser.end();
  builder.end(line());
  yield* complete.splice(0);
}
