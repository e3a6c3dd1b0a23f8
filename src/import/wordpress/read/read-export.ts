import { ImportError } from '../../import-error.ts';
import { readText } from '../../file/read-text.ts';
import type { ReadStep } from '../../prepared.ts';
import { readTree } from '../../xml/read-tree.ts';
import type { XmlNode } from '../../xml/xml-node.ts';
import { WXR } from './shape.ts';

/**
 * Reads a WordPress export (WXR) and gives the children of its channel one by one: the site's own fields, its authors,
 * its items with their comments. Only one of them is in memory at a time.
 *
 * @throws {ImportError} with the line, for a file that is not a WordPress export.
 */
export async function* readExport(file: string, onStep: (step: ReadStep) => void): AsyncGenerator<XmlNode> {
  const text = readText(file, onStep);
  let isWordPress = false;
  for await (const node of readTree(text, { shape: WXR, onFault: (fault) => onStep({ bytes: 0, faults: [fault] }) })) {
    isWordPress ||= node.name.startsWith('wp:');
    if (node.name === 'item' && !isWordPress) throw foreign(node.line);
    yield node;
  }
  if (!isWordPress) throw foreign(null);
}

function foreign(line: number | null): ImportError {
  return new ImportError(
    'not a WordPress export: the file is RSS without anything of WordPress; there, Tools → Export writes the right file',
    line,
  );
}
