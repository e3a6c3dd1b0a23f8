// Keeps a connection to the broker open: asks it for signs of life, and makes another one when it is lost.
import { setTimeout as pass } from 'node:timers/promises';
import type { BrokerEvents, Connection } from './broker-connection.ts';

const CHECK_EVERY = 3_000; // 3 seconds
const ANSWER_WITHIN = 4_000; // 4 seconds: a network that fails silently is noticed within 7
const SHORTEST_PAUSE = 100; // milliseconds between attempts to connect
const LONGEST_PAUSE = 5_000; // 5 seconds

interface BrokerClientOptions<Made extends Connection> {
  readonly connect: (events: BrokerEvents) => Made;
  readonly heard: (payload: string) => void;
  /** A connection is open, the first one or a later one. */
  readonly opened: () => void;
  readonly onError: (error: unknown) => void;
}

export class BrokerClient<Made extends Connection> {
  readonly #options: BrokerClientOptions<Made>;
  #connection: Made | null = null;
  #isOpen = false;
  #attempt = new AbortController();
  #isClosed = false;

  constructor(options: BrokerClientOptions<Made>) {
    this.#options = options;
  }

  /** The connection that is open; null while there is none. */
  get current(): Made | null {
    return this.#isOpen ? this.#connection : null;
  }

  /** Runs until {@link close}. Never fails. */
  async run(): Promise<void> {
    let pause = SHORTEST_PAUSE;
    for (;;) {
      const hasLasted = await this.#useOne();
      if (this.#isClosed) return;
      // A connection that is lost as soon as it is open must not be made ten times a second.
      pause = hasLasted ? SHORTEST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
      // Spread, so that the instances of an installation do not come back all at once.
      await pass(pause * (0.5 + Math.random() / 2), undefined, { ref: false });
    }
  }

  /** Gives up the connection that is open. */
  lose(error: unknown): void {
    this.#attempt.abort(error);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const connection = this.#connection;
    if (this.#isOpen && connection !== null) await within(connection, connection.end()).catch(() => undefined);
    connection?.destroy();
    this.#attempt.abort();
  }

  /** From opening a connection until it is lost. @returns whether it gave a sign of life in between. */
  async #useOne(): Promise<boolean> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    let hasLasted = false;
    try {
      await this.#open(attempt);
      for (;;) {
        await pass(CHECK_EVERY, undefined, { ref: false, signal: attempt.signal });
        await this.#check();
        hasLasted = true;
      }
    } catch (error) {
      // An aborted wait says nothing; its reason does.
      const isAborted = error instanceof Error && error.name === 'AbortError' && attempt.signal.aborted;
      if (!this.#isClosed) this.#options.onError(isAborted ? attempt.signal.reason : error);
    }
    this.#isOpen = false;
    this.#connection?.destroy();
    this.#connection = null;
    return hasLasted;
  }

  async #open(attempt: AbortController): Promise<void> {
    const { connect, heard, opened } = this.#options;
    const connection = connect({ heard, lost: (error) => attempt.abort(error) });
    this.#connection = connection;
    await within(connection, connection.open());
    attempt.signal.throwIfAborted();
    this.#isOpen = true;
    opened();
  }

  async #check(): Promise<void> {
    if (this.#connection !== null) await within(this.#connection, this.#connection.check());
  }
}

/** Waits for an answer for a bounded time. Then the connection is destroyed, so that the answer cannot come. */
async function within(connection: Connection, answer: Promise<void>): Promise<void> {
  let late: Error | undefined;
  const timer = setTimeout(() => {
    late = new Error(`There was no answer within ${ANSWER_WITHIN / 1000} seconds.`);
    connection.destroy();
  }, ANSWER_WITHIN).unref();
  try {
    await answer;
  } catch (error) {
    throw late ?? error;
  } finally {
    clearTimeout(timer);
  }
}
