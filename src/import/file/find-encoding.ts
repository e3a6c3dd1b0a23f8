import { ImportError } from '../import-error.ts';

/**
 * The encoding of an XML file by its first bytes: the byte order mark, else its declaration, else UTF-8. WordPress
 * writes an export in the charset of the blog, and old blogs have others than UTF-8.
 *
 * @throws {ImportError} for a zip archive and for an unknown encoding.
 */
export function findEncoding(start: Buffer): string {
  if (isZip(start)) throw new ImportError('the file is a zip archive; unpack it first (unzip FILE)');
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';

  const declared = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(
    start.toString('latin1', 0, 1000),
  )?.[1];
  if (declared === undefined || /^utf-?16/i.test(declared)) return 'utf-8';
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    throw new ImportError(`the file declares the encoding "${declared}", which is not known`, 1);
  }
}

function isZip(start: Buffer): boolean {
  return start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
}
