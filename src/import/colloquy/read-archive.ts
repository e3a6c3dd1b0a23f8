// Reads an archive line by line: NDJSON, compressed with gzip or not.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FORM } from '../../archive/frame.ts';
import { ImportError } from '../import-error.ts';

const LONGEST = 64 * 1_024 * 1_024; // bytes of a line: no text that the service takes is near it
const BEGINNING = 65_536; // bytes of a file, in which its first line ends
const NEWLINE = 0x0a;

export interface ArchiveLine {
  /** Counted from 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** Whether a file says in its first line that it is an archive of this service. */
export async function isArchive(file: string): Promise<boolean> {
  if (file.endsWith('/')) return false;
  try {
    for await (const { bytes } of readArchiveLines(file, { end: BEGINNING })) {
      return bytes.includes(`"form":"${FORM}"`);
    }
    return false;
  } catch {
    return false; // whoever reads it whole says what is wrong with it
  }
}

/** @param end the last byte to read of the file; by default all are read. @throws {ImportError} */
export async function* readArchiveLines(
  file: string,
  { end = Number.POSITIVE_INFINITY }: { readonly end?: number } = {},
): AsyncGenerator<ArchiveLine> {
  let number = 0;
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of await readBytes(file, end)) {
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline === -1) break;
      number += 1;
      yield { number, bytes: Buffer.concat([...rest, chunk.subarray(start, newline)]) };
      rest = [];
      length = 0;
      start = newline + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LONGEST) throw new ImportError('the line is longer than any that an export has', number + 1);
  }
  if (length > 0) yield { number: number + 1, bytes: Buffer.concat(rest) };
}

async function readBytes(file: string, end: number): Promise<AsyncIterable<Buffer>> {
  const isCompressed = await isGzip(file);
  const source = createReadStream(file, { end });
  if (!isCompressed) return source;
  const plain = new PassThrough();
  // The reader hears of the fault, as an error of what it reads.
  pipeline(source, createGunzip(), plain).catch(() => undefined);
  return plain;
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file).catch((error: unknown) => {
    throw new ImportError(
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error),
    );
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
