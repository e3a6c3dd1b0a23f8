import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../../data/database/database-error.ts';
import type { GivenFile } from './read-query.ts';
import { badRequest, Refusal } from './refuse.ts';

/** Files that a client has sent, on the disk. */
export interface ReceivedFiles {
  readonly paths: readonly string[];
  /** A text of an import with the files as the client calls them. */
  rename(text: string): string;
  /** Removes them. */
  remove(): Promise<void>;
}

interface Receiving {
  readonly files: readonly GivenFile[];
  readonly mostBytes: number;
  /** The longest pause. */
  readonly stalledMs: number;
  /** Ends the receiving. */
  readonly signal: AbortSignal;
}

/**
 * Takes a body apart into its files, which stand in it one after the other, before anything is made of them: an import reads each twice.
 *
 * @throws {Refusal} for a body that is too large, is not as long as it should be, or stops coming; nothing is kept then.
 */
export async function receiveFiles(request: Request, receiving: Receiving): Promise<ReceivedFiles> {
  const { files, mostBytes } = receiving;
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-import-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const announced = Number(request.headers.get('content-length') ?? 0);
    if (announced > mostBytes) throw tooLarge(mostBytes);
    await requireSpace(directory, announced);
    const body = new Body(request, receiving);
    const paths: string[] = [];
    for (const [at, { name, size }] of files.entries()) {
      // Coral's tables are told apart by the names of their files.
      const path = join(
        directory,
        `${at + 1}-${basename(name)
          .replace(/[^\w.-]/g, '_')
          .slice(-80)}`,
      );
      await pipeline(Readable.from(body.take(size)), createWriteStream(path, { mode: 0o600 }));
      paths.push(path);
    }
    await body.requireEnd();
    const rename = (text: string) =>
      paths.reduce((said, path, at) => said.replaceAll(path, () => files[at]?.name ?? ''), text);
    return { paths, rename, remove };
  } catch (error) {
    await remove();
    throw errorCode(error) === 'ENOSPC' ? noSpace() : error;
  }
}

class Body {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #bounds: Omit<Receiving, 'files'>;
  #read = 0;
  #rest: Uint8Array = new Uint8Array();

  constructor({ body }: Request, bounds: Omit<Receiving, 'files'>) {
    this.#reader = (body ?? new Blob().stream()).getReader();
    this.#bounds = bounds;
  }

  /** The next bytes; all that is left, where there is no size. */
  async *take(size: number | null): AsyncGenerator<Uint8Array> {
    let missing = size ?? Infinity;
    while (missing > 0) {
      const bytes = await this.#next();
      if (bytes === null) {
        if (size === null) return;
        throw badRequest(`Expected ${size} bytes of a file; the body ended ${missing} bytes before.`);
      }
      yield bytes.subarray(0, missing);
      this.#rest = bytes.subarray(Math.min(missing, bytes.length));
      missing -= Math.min(missing, bytes.length);
    }
  }

  /** @throws {Refusal} where there is more. */
  async requireEnd(): Promise<void> {
    if ((await this.#next()) !== null) throw badRequest('Expected the body to end with the last of its files.');
  }

  async #next(): Promise<Uint8Array | null> {
    const rest = this.#rest;
    this.#rest = new Uint8Array();
    if (rest.length > 0) return rest;
    const bytes = await this.#receive();
    this.#read += bytes?.length ?? 0;
    const { mostBytes } = this.#bounds;
    if (this.#read > mostBytes) throw tooLarge(mostBytes);
    return bytes;
  }

  async #receive(): Promise<Uint8Array | null> {
    const { stalledMs, signal } = this.#bounds;
    return await new Promise((resolve, reject) => {
      const stop = () => reject(stopped());
      const timer = setTimeout(() => reject(stalled(stalledMs)), stalledMs);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      this.#reader
        .read()
        // Node holds a client to the length that it announced. One that leaves in the middle is nothing to log.
        .then(
          ({ value = null }) => resolve(value),
          () => reject(cutOff()),
        )
        .finally(() => {
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
        });
    });
  }
}

async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bytes > bavail * bsize) throw noSpace();
}

function cutOff(): Refusal {
  return badRequest('Expected the whole body.');
}

function stalled(milliseconds: number): Refusal {
  const message = `Expected more of the body within ${milliseconds / 1000} seconds, which LIMIT_STALLED_MS sets.`;
  return new Refusal(message, { status: 408, code: 'BAD_REQUEST' });
}

function stopped(): Refusal {
  return new Refusal('The import was stopped before its files had come.', { status: 503, code: 'SERVICE_UNAVAILABLE' });
}

function tooLarge(mostBytes: number): Refusal {
  const message = `Expected at most ${mostBytes / 1024 / 1024} MB: LIMIT_IMPORT_MEGABYTES bounds what is sent.`;
  return new Refusal(message, { status: 413, code: 'BAD_REQUEST' });
}

function noSpace(): Refusal {
  const message = 'The files do not fit on the disk of the service: TMPDIR names another one.';
  return new Refusal(message, { status: 507, code: 'SERVICE_UNAVAILABLE' });
}
