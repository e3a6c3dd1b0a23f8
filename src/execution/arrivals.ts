/** The longest that mutations wait for connections that come without a pause. */
const LONGEST_WAIT = 250; // milliseconds

interface Waiting {
  readonly since: number;
  readonly begin: () => void;
}

/**
 * Holds mutations back while many clients connect at once. Node accepts one connection in each iteration of the event loop: whatever
 * hundreds of writers start there stands before each reader who connects after them. A mutation begins at once where nobody connects,
 * otherwise when the connections pause: in the order of arrival, and one in each iteration.
 */
export class Arrivals {
  readonly #waiting: Waiting[] = [];
  #connecting = 0;

  /** Counts a new connection. */
  connected(): void {
    this.#connecting += 1;
    // For this iteration and the next, whose sockets may come before the next connection.
    setImmediate(() => setImmediate(() => (this.#connecting -= 1)));
  }

  /** @returns what resolves when a mutation may begin; null where it may at once. */
  pass(): Promise<void> | null {
    if (this.#connecting === 0 && this.#waiting.length === 0) return null;
    return new Promise((begin) => {
      this.#waiting.push({ since: performance.now(), begin });
      if (this.#waiting.length === 1) setImmediate(() => this.#next());
    });
  }

  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    if (this.#connecting === 0 || performance.now() - first.since > LONGEST_WAIT) {
      this.#waiting.shift();
      first.begin();
    }
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
  }
}
