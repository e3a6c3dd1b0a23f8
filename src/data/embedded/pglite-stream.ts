import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

const STARTUP_HEADER_BYTES = 4;
const MESSAGE_HEADER_BYTES = 5;
const TERMINATE = 'X'.charCodeAt(0);

type Done = (error?: Error | null) => void;

/**
 * The socket of a `pg.Client` whose server is a PGlite in this process. PGlite is one session: one such stream at a time,
 * and each begins by cleaning up what the one before it left (a transaction, prepared statements, locks).
 */
export class PGliteStream extends Duplex {
  readonly #db: PGlite;
  #unread: Buffer = Buffer.alloc(0);
  #isStarted = false;

  constructor(db: PGlite) {
    super();
    this.#db = db;
  }

  /** What `pg` calls on a socket: there is nothing to reach, and nothing that would keep the process alive. */
  connect(): this {
    setImmediate(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come: a statement's rows are in memory anyway.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#receive(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    this.#receive(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.push(null);
    done();
  }

  #receive(chunk: Buffer, done: Done): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    // PGlite answers synchronously. Without this step a chain of statements would never let timers and sockets have a turn.
    setImmediate(() => {
      this.#answer().then(() => done(), done);
    });
  }

  async #answer(): Promise<void> {
    if (this.destroyed) return;
    if (!this.#isStarted) {
      const startup = this.#take(startupLength(this.#unread));
      if (startup === null) return;
      this.#isStarted = true;
      await this.#clearSession();
      await this.#execute(startup);
    }

    const messages = this.#take(wholeMessagesLength(this.#unread));
    if (messages !== null) await this.#execute(messages);
  }

  #take(length: number): Buffer | null {
    if (length === 0 || this.#unread.length < length) return null;
    const taken = this.#unread.subarray(0, length);
    this.#unread = this.#unread.subarray(length);
    return taken;
  }

  async #execute(messages: Buffer): Promise<void> {
    // The bytes are a window on PGlite's memory, which the next answer overwrites.
    await this.#db.execProtocolRawStream(messages, { onRawData: (bytes) => this.push(Buffer.from(bytes)) });
  }

  async #clearSession(): Promise<void> {
    const ignored = { onRawData: () => undefined };
    for (const statement of ['ROLLBACK', 'DISCARD ALL']) {
      await this.#db.execProtocolRawStream(simpleQuery(statement), ignored);
    }
  }
}

function startupLength(bytes: Buffer): number {
  return bytes.length < STARTUP_HEADER_BYTES ? 0 : bytes.readInt32BE(0);
}

/**
 * The length of the whole messages at the front: PGlite takes several at once, but never a part of one. A Terminate and
 * what follows stay unread: it would end the database, where only the stream ends.
 */
function wholeMessagesLength(bytes: Buffer): number {
  let end = 0;
  while (bytes.length - end >= MESSAGE_HEADER_BYTES && bytes[end] !== TERMINATE) {
    const next = end + 1 + bytes.readInt32BE(end + 1);
    if (next > bytes.length) break;
    end = next;
  }
  return end;
}

function simpleQuery(text: string): Buffer {
  const message = Buffer.alloc(MESSAGE_HEADER_BYTES + Buffer.byteLength(text) + 1);
  message.write('Q', 0);
  message.writeInt32BE(message.length - 1, 1);
  message.write(text, MESSAGE_HEADER_BYTES);
  return message;
}
