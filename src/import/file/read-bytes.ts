import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../../data/database/database-error.ts';
import { ImportError } from '../import-error.ts';

const PIECE = 256 * 1024; // 256 KiB
// Compressed bytes. Five would be enough for the end of the data and a wrong checksum behind it (RFC 1952, 2.3.1).
const STEP = 4;
const GZIP_FAULTS: ReadonlyMap<string, 'cut off' | 'damaged'> = new Map([
  ['Z_BUF_ERROR', 'cut off'] as const,
  ['Z_DATA_ERROR', 'damaged'] as const,
]);

interface ByteStep {
  readonly bytes: Buffer;
  /** How many bytes of the file itself were read for it. */
  readonly read: number;
  /** Of the last, empty step of a compressed file that is not whole: it ends before its own end, or is damaged from here on. */
  readonly fault?: 'cut off' | 'damaged';
}

/**
 * The bytes of a file, piece by piece; those of a file that is compressed with gzip, decompressed.
 *
 * @throws {ImportError} for a file that is missing, no regular file, or that cannot be read.
 */
export async function* readBytes(file: string): AsyncGenerator<ByteStep> {
  await requireReadable(file);
  const isCompressed = await isGzip(file);
  const source = createReadStream(file, { highWaterMark: PIECE });
  const gunzip = isCompressed ? createGunzip({ chunkSize: PIECE }) : null;
  const stream = gunzip === null ? source : source.pipe(gunzip);
  source.on('error', (error) => stream.destroy(error));
  let [told, given] = [0, 0];
  const takeRead = (): number => {
    const read = source.bytesRead - told;
    told += read;
    return read;
  };
  try {
    for await (const bytes of stream) {
      if (!Buffer.isBuffer(bytes)) continue;
      given += bytes.length;
      yield { bytes, read: takeRead() };
    }
  } catch (error) {
    const fault = GZIP_FAULTS.get(errorCode(error) ?? '');
    if (fault === undefined) throw explain(error);
    const rest = await readUntilFault(file, { given, sound: gunzip?.bytesWritten ?? 0 });
    if (given + rest.length === 0) throw explain(error);
    if (rest.length > 0) yield { bytes: rest, read: 0 };
    yield { bytes: Buffer.alloc(0), read: takeRead(), fault };
  } finally {
    source.destroy();
  }
}

/**
 * What stands before the fault of a compressed file: zlib gives nothing of the step that it fails in, so the file is decompressed once
 * more, in small steps.
 *
 * @param known how many decompressed bytes were given already, and how many compressed bytes were read without a fault.
 */
async function readUntilFault(
  file: string,
  known: { readonly given: number; readonly sound: number },
): Promise<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE });
  const rest: Buffer[] = [];
  let skip = known.given;
  gunzip.on('data', (bytes: Buffer) => {
    rest.push(bytes.subarray(skip));
    skip = Math.max(0, skip - bytes.length);
  });
  Readable.from(readInSteps(file, known.sound)).pipe(gunzip);
  await finished(gunzip).catch(() => null); // the fault is known
  return Buffer.concat(rest);
}

async function* readInSteps(file: string, sound: number): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const bytes of createReadStream(file, { highWaterMark: PIECE })) {
    if (!Buffer.isBuffer(bytes)) continue;
    const whole = Math.min(bytes.length, Math.max(0, sound - at));
    if (whole > 0) yield bytes.subarray(0, whole);
    for (let start = whole; start < bytes.length; start += STEP) yield bytes.subarray(start, start + STEP);
    at += bytes.length;
  }
}

async function requireReadable(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw new ImportError(
      errorCode(error) === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${String(error)})`,
    );
  });
  if (found.isDirectory()) throw new ImportError('the path is a directory; an exported file was expected');
  if (!found.isFile())
    throw new ImportError('the path is not a regular file; an import reads it twice, so it cannot be a pipe');
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file).catch((error: unknown) => {
    throw explain(error);
  });
  try {
    const { buffer } = await handle.read({ buffer: Buffer.alloc(2), position: 0 });
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function explain(error: unknown): unknown {
  return errorCode(error) === null ? error : new ImportError(`the file cannot be read (${String(error)})`);
}
