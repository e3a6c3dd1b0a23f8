import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { errorCode } from '../../data/database/database-error.ts';
import { ImportError } from '../import-error.ts';
import type { ReadStep } from '../prepared.ts';
import { findEncoding } from './find-encoding.ts';

// WordPress writes these characters into its exports although XML forbids them (its own importer has a second reader for
// that reason). They mean nothing and are left out; a NUL is kept, because it shows that the file is not text at all.
const CONTROLS = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * The text of a file, piece by piece, in the encoding that it declares.
 *
 * @throws {ImportError} for a file that is missing, empty, compressed, or not written in the encoding that it declares.
 */
export async function* readText(file: string, onStep: (step: ReadStep) => void): AsyncGenerator<string> {
  await requireReadable(file);

  let decoder: TextDecoder | null = null;
  let line = 1;
  for await (const chunk of readBytes(file)) {
    decoder ??= new TextDecoder(findEncoding(chunk), { fatal: true });
    const text = decode(decoder, chunk, line);
    const clean = text.replace(CONTROLS, '');
    onStep({ bytes: chunk.length, controls: text.length - clean.length });
    line += countLines(text);
    yield clean;
  }
  if (decoder === null) throw new ImportError('the file is empty; an export was expected');
  decode(decoder, null, line);
}

async function requireReadable(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw new ImportError(
      errorCode(error) === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${String(error)})`,
    );
  });
  if (found.isDirectory()) throw new ImportError('the path is a directory; an exported XML file was expected');
  if (!found.isFile())
    throw new ImportError('the path is not a regular file; an import reads it twice, so it cannot be a pipe');
}

async function* readBytes(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    throw errorCode(error) === null ? error : new ImportError(`the file cannot be read (${String(error)})`);
  }
}

function decode(decoder: TextDecoder, chunk: Buffer | null, line: number): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    const found = chunk === null ? line : line + countLinesBeforeFault(decoder.encoding, chunk);
    throw new ImportError(
      `the text is not ${decoder.encoding.toUpperCase()}, the encoding that the file declares`,
      found,
    );
  }
}

/** A decoder does not report where it failed: the same bytes are decoded again, a line at a time. */
function countLinesBeforeFault(encoding: string, chunk: Buffer): number {
  const firstWhole = chunk.findIndex((byte) => (byte & 0xc0) !== 0x80);
  let start = Math.max(firstWhole, 0);
  for (let lines = 0; ; lines += 1) {
    const end = chunk.indexOf(0x0a, start);
    if (end === -1 || !isDecodable(encoding, chunk.subarray(start, end))) return lines;
    start = end + 1;
  }
}

function isDecodable(encoding: string, bytes: Buffer): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
