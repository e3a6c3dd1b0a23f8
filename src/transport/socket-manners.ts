import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Limits } from './limits.ts';

interface MannersOptions {
  readonly limits: Limits;
  readonly logger: Logger;
}

const TRY_AGAIN_LATER = 1013;
const FAREWELL = 5_000; // 5 seconds, in which a slow reader may still learn why it is closed

/** One WebSocket, as a good neighbour: proved alive, sent no more than it reads, and never left hanging. */
export class SocketManners {
  readonly socket: WebSocket;
  readonly #limits: Limits;
  readonly #left = new AbortController();
  readonly #heartbeat: NodeJS.Timeout;
  #isAlive = true;
  #fullTimer: NodeJS.Timeout | null = null;
  #stallTimer: NodeJS.Timeout | null = null;

  constructor(socket: WebSocket, { limits, logger }: MannersOptions) {
    this.socket = socket;
    this.#limits = limits;
    setMaxListeners(0, this.left); // one for each operation
    this.#heartbeat = setInterval(() => this.#beat(), limits.heartbeatMs);
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket failed')); // ws closes it by itself
    socket.once('close', () => {
      this.#left.abort();
      clearInterval(this.#heartbeat);
      if (this.#fullTimer !== null) clearTimeout(this.#fullTimer);
      this.#clearStall();
    });
  }

  /** Aborted when either side has closed the socket: nothing on it is wanted any more. */
  get left(): AbortSignal {
    return this.#left.signal;
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
   * Sends what a live stream gives. @returns nothing while the reader keeps up, else what resolves when everything up to
   * this message has left us.
   */
  offer(message: string): Promise<void> | undefined {
    const { socket } = this;
    // What is offered to a socket that closes is not missed: its client resumes from what it got.
    if (socket.readyState !== socket.OPEN) return undefined;
    if (socket.bufferedAmount < this.#limits.streamBytes) {
      socket.send(message);
      return undefined;
    }
    this.#stallTimer ??= setTimeout(() => this.#giveUp(), this.#limits.stalledMs);
    return this.send(message).then(() => this.#clearStall());
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    this.#left.abort();
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
