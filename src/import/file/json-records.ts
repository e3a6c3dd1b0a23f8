// JSON documents that are larger than memory, and not always whole. A parser of JSON ends at the first fault; here the document is
// only cut into the items of its lists, each of which is parsed alone: so a fault costs one item, and has a line.
import type { Fault } from '../report/fault.ts';
import { createItemReader, type Item } from './item-reader.ts';

/** An item of a list of a document. */
interface JsonRecord {
  /** The name of the list, within the object that is the document; empty in a document that is a list. */
  readonly list: string;
  readonly line: number;
  readonly text: string;
  /** Undefined for what is no JSON. */
  readonly value: unknown;
}

interface Expected {
  /** The list that every document of the format has. */
  readonly list: string;
  /** Called where the document is cut off between two items, or has no such list. */
  readonly onFault: (fault: Fault) => void;
}

/** The items of the lists of a document, which is a list or an object of lists, one by one. */
export async function* readJsonRecords(
  pieces: AsyncIterable<string>,
  { list, onFault }: Expected,
): AsyncGenerator<JsonRecord> {
  const reader = createItemReader();
  for await (const piece of pieces) {
    for (const item of reader.read(piece)) yield toRecord(item);
  }
  if (reader.cutAt !== null) onFault({ line: reader.cutAt, message: 'files that are cut off, between two items' });
  else if (!reader.lists.includes(list))
    onFault({ line: 1, message: `files without the list${list && ` "${list}"`} of such an export` });
  for (const item of reader.end()) yield toRecord(item);
}

function toRecord({ list, line, text }: Item): JsonRecord {
  return { list, line, text, value: parseJson(text) };
}

/** Undefined for a text that is no JSON. Line breaks and tabs in its texts, which JSON forbids, are blanks. */
export function parseJson(text: string): unknown {
  for (const form of [text, text.replace(/[\n\t]/g, ' ')]) {
    try {
      const value: unknown = JSON.parse(form);
      return value;
    } catch {
      continue;
    }
  }
  return undefined;
}
