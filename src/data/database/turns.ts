/** How long a work waits for its turn, and what ends the wait. */
interface Waiting {
  /** Goes before all that are not urgent. */
  readonly isUrgent: boolean;
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  readonly waitMs: number;
  readonly onAborted: (reason: unknown) => Error;
  readonly onTooLong: () => Error;
}

/** Runs at most so many works at once, and the others when it is their turn: first come, first served. */
export class Turns {
  readonly #places: number;
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #running = 0;

  constructor(places: number) {
    this.#places = places;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#urgent.length + this.#others.length;
  }

  /** Runs `work` to its end, once its turn has come; where the wait ends before, it does not run. */
  async take<Result>(waiting: Waiting, work: () => Promise<Result>): Promise<Result> {
    if (waiting.signal.aborted) throw waiting.onAborted(waiting.signal.reason);
    // Mostly there is nothing to wait for, and so no timer to set.
    if (this.#running < this.#places) this.#running += 1;
    else await this.#wait(waiting);
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  /** Hands the place of a work that has ended to the next one. */
  #pass(): void {
    const begin = this.#urgent.shift() ?? this.#others.shift();
    if (begin === undefined) this.#running -= 1;
    else begin();
  }

  async #wait({ isUrgent, signal, waitMs, onAborted, onTooLong }: Waiting): Promise<void> {
    const queue = isUrgent ? this.#urgent : this.#others;
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
      };
      const begin = () => {
        end();
        resolve();
      };
      const giveUp = (error: Error) => {
        end();
        queue.splice(queue.indexOf(begin), 1);
        reject(error);
      };
      const leave = () => giveUp(onAborted(signal.reason));
      const timer = setTimeout(() => giveUp(onTooLong()), waitMs);
      signal.addEventListener('abort', leave);
      queue.push(begin);
    });
  }
}
