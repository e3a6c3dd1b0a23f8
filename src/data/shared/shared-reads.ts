import DataLoader from 'dataloader';

interface SharedReadsOptions {
  /** The statements that run at once. */
  readonly atOnce: number;
}

const LARGEST = 100; // keys of a statement

/**
 * Reads for many requests at once: whoever asks while enough statements run waits for the next one, which reads for all of them. It
 * begins after they asked, so nobody gets what is older than a write that was answered before. Nothing is remembered.
 */
export class SharedReads<Key, Value> {
  readonly #loader: DataLoader<Key, Value>;
  readonly #atOnce: number;
  #running = 0;
  #readNext: (() => void) | null = null;

  /** @param read answers each key, in their order. */
  constructor(read: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>, { atOnce }: SharedReadsOptions) {
    this.#atOnce = atOnce;
    this.#loader = new DataLoader(async (keys) => await this.#run(() => read(keys)), {
      cache: false,
      maxBatchSize: LARGEST,
      batchScheduleFn: (start) => this.#schedule(start),
    });
  }

  async load(key: Key): Promise<Value> {
    return await this.#loader.load(key);
  }

  #schedule(start: () => void): void {
    if (this.#running < this.#atOnce) process.nextTick(start);
    else {
      // A full one that waits already.
      const earlier = this.#readNext;
      this.#readNext =
        earlier === null
          ? start
          : () => {
              earlier();
              start();
            };
    }
  }

  async #run<Result>(read: () => Promise<Result>): Promise<Result> {
    this.#running += 1;
    try {
      return await read();
    } finally {
      this.#running -= 1;
      const start = this.#readNext;
      this.#readNext = null;
      start?.();
    }
  }
}
