import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../../data/database/database-error.ts';
import { ImportError } from '../import-error.ts';

const PIECE = 256 * 1024; // 256 KiB
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
  const stream = isCompressed ? source.pipe(createGunzip({ chunkSize: PIECE })) : source;
  source.on('error', (error) => stream.destroy(error));
  let [told, hasBytes] = [0, false];
  const takeRead = (): number => {
    const read = source.bytesRead - told;
    told += read;
    return read;
  };
  try {
    for await (const bytes of stream) {
      if (!Buffer.isBuffer(bytes)) continue;
      hasBytes = true;
      yield { bytes, read: takeRead() };
    }
  } catch (error) {
    const fault = GZIP_FAULTS.get(errorCode(error) ?? '');
    if (fault === undefined || (fault === 'damaged' && !hasBytes)) throw explain(error);
    yield { bytes: Buffer.alloc(0), read: takeRead(), fault };
  } finally {
    source.destroy();
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
