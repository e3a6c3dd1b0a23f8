// Keeps a wire open for ever: asks it for signs of life, and makes another when it is lost.
import { setTimeout as pass } from 'node:timers/promises';
import type { MakeWire, Wire } from './broker-connection.ts';

const CHECK_EVERY = 3_000; // 3 seconds
const ANSWER_WITHIN = 4_000; // 4 seconds: a network that has gone without a word is noticed within 7
const SHORTEST_PAUSE = 100; // milliseconds between attempts to connect
const LONGEST_PAUSE = 5_000; // 5 seconds

export interface WireKeeperOptions {
  readonly makeWire: MakeWire;
  readonly heard: (payload: string) => void;
  /** A wire is open, the first or another. */
  readonly opened: () => void;
  readonly onError: (error: unknown) => void;
}

export class WireKeeper {
  readonly #options: WireKeeperOptions;
  #wire: Wire | null = null;
  #isOpen = false;
  #attempt = new AbortController();
  #isClosed = false;

  constructor(options: WireKeeperOptions) {
    this.#options = options;
  }

  /** The wire that is open; null while there is none. */
  get current(): Wire | null {
    return this.#isOpen ? this.#wire : null;
  }

  /** Does not return before {@link close}. Never fails. */
  async run(): Promise<void> {
    let pause = SHORTEST_PAUSE;
    for (;;) {
      const hasLasted = await this.#useOne();
      if (this.#isClosed) return;
      // One that is lost as soon as it is open must not be made ten times a second.
      pause = hasLasted ? SHORTEST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
      // Spread, so that the instances of an installation do not come back all at once.
      await pass(pause * (0.5 + Math.random() / 2), undefined, { ref: false });
    }
  }

  /** The wire that is open is of no use any more. */
  lose(error: unknown): void {
    this.#attempt.abort(error);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const wire = this.#wire;
    if (this.#isOpen && wire !== null) await within(wire, wire.end()).catch(() => undefined);
    wire?.destroy();
    this.#attempt.abort();
  }

  /** From before it is open until it is lost. @returns whether it gave a sign of life in between. */
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
      // A wait that was broken off says nothing; what broke it off does.
      const isBrokenOff = error instanceof Error && error.name === 'AbortError' && attempt.signal.aborted;
      if (!this.#isClosed) this.#options.onError(isBrokenOff ? attempt.signal.reason : error);
    }
    this.#isOpen = false;
    this.#wire?.destroy();
    this.#wire = null;
    return hasLasted;
  }

  async #open(attempt: AbortController): Promise<void> {
    const { makeWire, heard, opened } = this.#options;
    const wire = makeWire({ heard, lost: (error) => attempt.abort(error) });
    this.#wire = wire;
    await within(wire, wire.open());
    attempt.signal.throwIfAborted();
    this.#isOpen = true;
    opened();
  }

  async #check(): Promise<void> {
    if (this.#wire !== null) await within(this.#wire, this.#wire.check());
  }
}

/** Waits for an answer, and no longer than is sensible: then the wire is destroyed, so that the answer cannot come. */
async function within(wire: Wire, answer: Promise<void>): Promise<void> {
  let late: Error | undefined;
  const timer = setTimeout(() => {
    late = new Error(`There was no answer within ${ANSWER_WITHIN / 1000} seconds.`);
    wire.destroy();
  }, ANSWER_WITHIN).unref();
  try {
    await answer;
  } catch (error) {
    throw late ?? error;
  } finally {
    clearTimeout(timer);
  }
}
