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
}

/**
 * Takes a body apart into its files, which stand in it one after the other, before anything is made of them: an import reads each twice.
 *
 * @throws {Refusal} for a body that is too large, or is not as long as it should be; nothing is kept then.
 */
export async function receiveFiles(request: Request, { files, mostBytes }: Receiving): Promise<ReceivedFiles> {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-import-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const announced = Number(request.headers.get('content-length') ?? 0);
    if (announced > mostBytes) throw tooLarge(mostBytes);
    await requireSpace(directory, announced);
    const body = new Body(request, mostBytes);
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
      paths.reduce((said, path, at) => said.replaceAll(path, files[at]?.name ?? ''), text);
    return { paths, rename, remove };
  } catch (error) {
    await remove();
    throw errorCode(error) === 'ENOSPC' ? noSpace() : error;
  }
}

class Body {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #mostBytes: number;
  #read = 0;
  #rest: Uint8Array = new Uint8Array();

  constructor({ body }: Request, mostBytes: number) {
    this.#reader = (body ?? new Blob().stream()).getReader();
    this.#mostBytes = mostBytes;
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
    // Node holds a client to the length that it announced. One that leaves in the middle is nothing to log.
    const step = await this.#reader.read().catch(() => {
      throw cutOff();
    });
    if (step.done) return null;
    this.#read += step.value.length;
    if (this.#read > this.#mostBytes) throw tooLarge(this.#mostBytes);
    return step.value;
  }
}

async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bytes > bavail * bsize) throw noSpace();
}

function cutOff(): Refusal {
  return badRequest('Expected the whole body.');
}

function tooLarge(mostBytes: number): Refusal {
  const message = `Expected at most ${mostBytes / 1024 / 1024} MB: LIMIT_IMPORT_MEGABYTES bounds what is sent.`;
  return new Refusal(message, { status: 413, code: 'BAD_REQUEST' });
}

function noSpace(): Refusal {
  const message = 'The files do not fit on the disk of the service: TMPDIR names another one.';
  return new Refusal(message, { status: 507, code: 'SERVICE_UNAVAILABLE' });
}
