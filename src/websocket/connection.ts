import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { ConnectionLease } from '../execution/rates/connections.ts';
import { TRY_AGAIN_LATER } from './close-codes.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Observer } from '../observe/observer.ts';
import type { Limits } from '../config/limits.ts';
import type { UnreadBytes } from '../execution/unread-bytes.ts';

interface ConnectionOptions {
  /** The TCP or TLS stream under the socket. */
  readonly stream: Duplex;
  /** The address that the client is counted under. */
  readonly address: string;
  readonly lease: ConnectionLease;
  readonly heartbeat: Heartbeat;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly unread: UnreadBytes;
  readonly observer: Observer;
}

/** The rules that the codes of a close frame tell of. */
const RULES: Partial<Record<number, string>> = {
  [TRY_AGAIN_LATER]: 'socket_load', // too many sockets, or one that does not read
  4400: 'socket_message',
  4401: 'identity',
  4403: 'identity',
  4406: 'socket_protocol',
  4408: 'socket_silence',
  4409: 'socket_message',
  4429: 'socket_flood',
};

const CLOSE_WITHIN = 5_000; // 5 seconds, in which a slow client may still learn why the socket closes

/** One WebSocket: proved alive by pings, sent no more than it reads, and never left hanging. */
export class SocketConnection {
  readonly socket: WebSocket;
  readonly address: string;
  readonly lease: ConnectionLease;
  readonly #stream: Duplex;
  readonly #limits: Limits;
  readonly #unread: UnreadBytes;
  readonly #observer: Observer;
  #left: AbortController | null = null;
  #hasLeft = false;
  #isAlive = true;
  #fullTimer: NodeJS.Timeout | null = null;
  #stallTimer: NodeJS.Timeout | null = null;
  #written: Promise<void> | null = null;

  constructor(
    socket: WebSocket,
    { stream, address, lease, limits, logger, observer, heartbeat, unread }: ConnectionOptions,
  ) {
    this.socket = socket;
    this.address = address;
    this.lease = lease;
    this.#stream = stream;
    this.#limits = limits;
    this.#unread = unread;
    this.#observer = observer;
    const stopBeating = heartbeat.join(() => this.#beat());
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket failed')); // ws closes it by itself
    socket.on('close', () => {
      lease.release();
      this.#leave();
      stopBeating();
      if (this.#fullTimer !== null) clearTimeout(this.#fullTimer);
      this.#clearStall();
    });
  }

  /** Aborted when either side has closed the socket. */
  get left(): AbortSignal {
    if (this.#left === null) {
      this.#left = new AbortController();
      setMaxListeners(0, this.#left.signal); // one for each operation
      if (this.#hasLeft) this.#left.abort();
    }
    return this.#left.signal;
  }

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Resolves when the message has been written, so that graphql-ws sends at the client's pace. */
  send(message: string): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return Promise.resolve();
    return new Promise((resolve) => {
      // A failure to send is the end of the socket, which its `close` tells.
      const release = this.#unread.hold(Buffer.byteLength(message), () => this.socket.terminate());
      this.socket.send(message, () => {
        release();
        resolve();
      });
      this.#watchReader();
    });
  }

  /** Resolves when the client has read enough for another answer, or when the socket has closed. */
  async room(): Promise<void> {
    while (!this.#hasLeft && this.#isFull()) await this.#untilWritten();
  }

  /**
   * Undefined while the client keeps up with its subscriptions. Otherwise a promise that resolves when all has been written, or
   * when the socket has closed.
   */
  streamRoom(): Promise<void> | undefined {
    if (this.#stream.writableLength < this.#limits.streamBytes) return undefined;
    this.#stallTimer ??= setTimeout(() => this.#giveUp(), this.#limits.stalledMs);
    return this.#untilWritten();
  }

  /** Sends a whole frame. */
  sendFrame(frame: Buffer): void {
    // A socket that closes misses nothing: its client resumes from what it has.
    if (this.socket.readyState !== this.socket.OPEN) return;
    // Not through ws, which would frame and copy it again; without compression it writes whole frames at once, as this does.
    this.#stream.write(frame);
  }

  close(code: number, reason: string): void {
    const rule = RULES[code];
    if (rule !== undefined && !this.#hasLeft) this.#observer.refused(rule);
    this.socket.close(code, reason);
    this.#leave();
  }

  #leave(): void {
    this.#hasLeft = true;
    this.#left?.abort();
  }

  #clearStall(): void {
    if (this.#stallTimer !== null) clearTimeout(this.#stallTimer);
    this.#stallTimer = null;
  }

  #beat(): void {
    if (!this.#isAlive) {
      this.socket.terminate();
      return;
    }
    this.#isAlive = false;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  /** Resolves when all that is unsent now has been written, or when the socket has closed: one promise for all operations. */
  #untilWritten(): Promise<void> {
    this.#written ??= new Promise((resolve) => {
      // A write of nothing: `drain` comes only where a stream had more than its own mark.
      this.#stream.write('', () => {
        this.#written = null;
        this.#clearStall();
        resolve();
      });
    });
    return this.#written;
  }

  /** Reads nothing from a client that does not read: whatever it asked for would have to be kept. */
  #watchReader(): void {
    if (this.#fullTimer !== null || !this.#isFull()) return;
    this.socket.pause();
    void this.room().then(() => this.socket.resume());
    const { unsentMs } = this.#limits;
    const since = Date.now();
    const step = Math.min(unsentMs, 500); // checked twice a second, so that a client that catches up is left alone
    const look = () => {
      this.#fullTimer = null;
      if (!this.#isFull()) return;
      if (Date.now() - since < unsentMs) this.#fullTimer = setTimeout(look, step);
      else this.#giveUp();
    };
    this.#fullTimer = setTimeout(look, step);
  }

  #isFull(): boolean {
    return this.socket.bufferedAmount > this.#limits.unsentBytes;
  }

  /** The close frame comes after what is unsent: it arrives if the client reads on; otherwise the socket is cut. */
  #giveUp(): void {
    this.close(TRY_AGAIN_LATER, 'Read faster, and resume from your last cursor');
    this.socket.resume(); // for its own close frame
    if (this.#fullTimer !== null) clearTimeout(this.#fullTimer);
    this.#fullTimer = setTimeout(() => this.socket.terminate(), CLOSE_WITHIN);
  }
}
