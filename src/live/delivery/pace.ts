/** Tells the time and waits, in milliseconds. */
export interface Clock {
  now(): number;
  /** @returns how to call it off. */
  after(milliseconds: number, run: () => void): () => void;
}

export const CLOCK: Clock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/** Lets something begin at most once in a time. Whatever asks in between begins together, when that has passed. */
export class Pace {
  readonly #every: number;
  readonly #clock: Clock;
  #last = -Infinity;
  #next: { readonly comes: Promise<void>; readonly end: () => void } | null = null;
  #isOver = false;

  constructor(every: number, clock: Clock) {
    this.#every = every;
    this.#clock = clock;
  }

  /** @returns whether it may begin: not after the end. */
  async take(): Promise<boolean> {
    if (this.#next === null && this.#clock.now() - this.#last >= this.#every) this.#last = this.#clock.now();
    else await (this.#next ??= this.#wait()).comes;
    return !this.#isOver;
  }

  end(): void {
    this.#isOver = true;
    this.#next?.end();
  }

  #wait() {
    let end = () => {};
    const comes = new Promise<void>((resolve) => {
      const begin = () => {
        this.#next = null;
        this.#last = this.#clock.now();
        resolve();
      };
      const callOff = this.#clock.after(this.#last + this.#every - this.#clock.now(), begin);
      end = () => {
        callOff();
        begin();
      };
    });
    return { comes, end };
  }
}
