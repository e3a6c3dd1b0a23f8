import { ImportError } from '../import-error.ts';

interface Encoding {
  /** As `TextDecoder` knows it. */
  readonly name: string;
  /** What the file calls it, if nobody knows that. */
  readonly unknown: string | null;
}

/**
 * The encoding of an XML file by its first bytes: the byte order mark, else its declaration, else UTF-8. WordPress
 * writes an export in the charset of the blog, and old blogs have others than UTF-8. One that nobody knows, such as the names
 * that databases have for UTF-8, is read as UTF-8, in which what is not can be told.
 *
 * @throws {ImportError} for a zip archive.
 */
export function findEncoding(start: Buffer): Encoding {
  if (isZip(start)) throw new ImportError('the file is a zip archive; unpack it first (unzip FILE)');
  if (start[0] === 0xff && start[1] === 0xfe) return { name: 'utf-16le', unknown: null };
  if (start[0] === 0xfe && start[1] === 0xff) return { name: 'utf-16be', unknown: null };

  const declared = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(
    start.toString('latin1', 0, 1000),
  )?.[1];
  if (declared === undefined || /^utf-?16/i.test(declared)) return { name: 'utf-8', unknown: null };
  try {
    return { name: new TextDecoder(declared).encoding, unknown: null };
  } catch {
    return { name: 'utf-8', unknown: declared };
  }
}

function isZip(start: Buffer): boolean {
  return start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}
