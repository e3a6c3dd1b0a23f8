import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Heartbeat } from './heartbeat.ts';
import type { Limits } from '../config/limits.ts';

interface MannersOptions {
  /** What the socket stands on. */
  readonly stream: Duplex;
  readonly heartbeat: Heartbeat;
  readonly limits: Limits;
  readonly logger: Logger;
}

const TRY_AGAIN_LATER = 1013;
const FAREWELL = 5_000; // 5 seconds, in which a slow reader may still learn why it is closed

/** One WebSocket, as a good neighbour: proved alive, sent no more than it reads, and never left hanging. */
export class SocketManners {
  readonly socket: WebSocket;
  readonly #stream: Duplex;
  readonly #limits: Limits;
  #left: AbortController | null = null;
  #hasLeft = false;
  #isAlive = true;
  #fullTimer: NodeJS.Timeout | null = null;
  #stallTimer: NodeJS.Timeout | null = null;

  constructor(socket: WebSocket, { stream, limits, logger, heartbeat }: MannersOptions) {
    this.socket = socket;
    this.#stream = stream;
    this.#limits = limits;
    const stopBeating = heartbeat.join(() => this.#beat());
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket failed')); // ws closes it by itself
    socket.once('close', () => {
      this.#leave();
      stopBeating();
      if (this.#fullTimer !== null) clearTimeout(this.#fullTimer);
      this.#clearStall();
    });
  }

  /** Aborted when either side has closed the socket: nothing on it is wanted any more. */
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

  /** Resolves when the message has left us: whoever waits for it takes nothing from the log meanwhile. */
  send(message: string): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return Promise.resolve();
    return new Promise((resolve) => {
      // A failure to send is the end of the socket, which its `close` tells.
      this.socket.send(message, () => resolve());
      this.#watchReader();
    });
  }

  /**
   * Sends a frame that a live stream gives. @returns nothing while the reader keeps up, else what resolves when everything up to
   * this message has left us.
   */
  offer(frame: Buffer): Promise<void> | undefined {
    const { socket } = this;
    // What is offered to a socket that closes is not missed: its client resumes from what it got.
    if (socket.readyState !== socket.OPEN) return undefined;
    // Past ws, which would frame and copy it anew; without compression it writes whole frames at once, as we do here.
    if (this.#stream.writableLength < this.#limits.streamBytes) {
      this.#stream.write(frame);
      return undefined;
    }
    this.#stallTimer ??= setTimeout(() => this.#giveUp(), this.#limits.stalledMs);
    return new Promise((resolve) => {
      this.#stream.write(frame, () => {
        this.#clearStall();
        resolve();
      });
    });
  }

  close(code: number, reason: string): void {
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

  #watchReader(): void {
    if (this.#fullTimer !== null || !this.#isFull()) return;
    const { unsentMs } = this.#limits;
    const since = Date.now();
    const step = Math.min(unsentMs, 500); // looked at twice a second, so that a reader who catches up is left alone
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

  /** The close frame stands behind what is unsent: it arrives if the client reads on, and else the socket is cut. */
  #giveUp(): void {
    this.close(TRY_AGAIN_LATER, 'Read faster, and resume from your last cursor');
    this.#fullTimer = setTimeout(() => this.socket.terminate(), FAREWELL);
  }
}
