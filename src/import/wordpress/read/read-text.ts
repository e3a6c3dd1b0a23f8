import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { findEncoding } from './find-encoding.ts';
import { ImportError } from '../../import-error.ts';

/** What has been read since the last call. */
export interface ReadStep {
  readonly bytes: number;
  /** Characters that XML does not know and that were left out. */
  readonly controls: number;
}

// WordPress writes such characters into its exports though XML forbids them (its own importer has a second reader for
// that reason). They mean nothing and are left out; a NUL is kept, because it says that the file is no text at all.
const CONTROLS = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * The text of a file, piece by piece, in the encoding that it declares.
 *
 * @throws {ImportError} for a file that is not there, is empty, packed, or not written in its encoding.
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
  if (decoder === null) throw new ImportError('the file is empty; a WordPress export was expected');
  decode(decoder, null, line);
}

async function requireReadable(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw new ImportError(isMissing(error) ? 'there is no such file' : `the file cannot be read (${String(error)})`);
  });
  if (found.isDirectory()) throw new ImportError('this is a directory; an exported XML file was expected');
  if (!found.isFile()) throw new ImportError('this is not an ordinary file; it is read twice, so a pipe will not do');
}

async function* readBytes(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new ImportError(`the file cannot be read (${error.message})`);
    throw error;
  }
}

function decode(decoder: TextDecoder, chunk: Buffer | null, line: number): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    const found = chunk === null ? line : line + countLinesBeforeFault(decoder.encoding, chunk);
    throw new ImportError(`the text is not ${decoder.encoding.toUpperCase()}, which the file says it is`, found);
  }
}

/** A decoder does not tell where it failed: read the same bytes again, a line at a time. */
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

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
