// What is made faster than a client reads it waits on the disk: neither memory nor a transaction is held for a slow client.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, read, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const readFrom = promisify(read);
const SLICE = 128 * 1024; // bytes
const PRIVATE = 0o600;

/** A file without a name, written by one and read by another meanwhile, from its beginning to its end. */
export class SpoolFile {
  readonly #left: AbortController;
  readonly #file: number;
  #written = 0;
  #fault: unknown = null;
  #isEnded = false;
  #isClosed = false;
  #wake: () => void = () => undefined;

  /** @param left aborted where the reader leaves before the end. */
  constructor(left: AbortController) {
    this.#left = left;
    const path = join(tmpdir(), `colloquy-${randomUUID()}`);
    this.#file = openSync(path, 'wx+', PRIVATE);
    unlinkSync(path); // whatever becomes of the process, nothing is left
  }

  /** Does nothing once the reader has left. */
  write(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length && !this.#isClosed;) {
      const count = writeSync(this.#file, bytes, at, bytes.length - at, this.#written);
      at += count;
      this.#written += count;
    }
    this.#wake();
  }

  /** Ends the file; with a fault, its reader is told that it was cut off. */
  end(fault: unknown = null): void {
    this.#fault = fault;
    this.#isEnded = true;
    this.#wake();
  }

  /** Gives up what was written. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
  }

  stream(): ReadableStream<Uint8Array> {
    let at = 0;
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          while (at === this.#written && !this.#isEnded) await this.#untilWritten();
          if (this.#isLeft()) return;
          if (at < this.#written) {
            const { buffer, bytesRead } = await readFrom(this.#file, Buffer.alloc(SLICE), 0, SLICE, at);
            at += bytesRead;
            if (!this.#isLeft()) controller.enqueue(buffer.subarray(0, bytesRead));
            return;
          }
          this.close();
          if (this.#fault === null) controller.close();
          else controller.error(this.#fault);
        },
        cancel: () => {
          this.close();
          this.#left.abort();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** While something was waited for, the reader may have left. */
  #isLeft(): boolean {
    return this.#isClosed;
  }

  #untilWritten(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
