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
  readonly #waiting: (() => void)[] = [];

  /** @param read answers each key, in their order. */
  constructor(read: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>, { atOnce }: SharedReadsOptions) {
    this.#atOnce = atOnce;
    this.#loader = new DataLoader(async (keys) => await this.#run(() => read(keys)), {
      cache: false,
      maxBatchSize: LARGEST,
      batchScheduleFn: (start) => {
        this.#waiting.push(start);
        process.nextTick(() => this.#startWaiting());
      },
    });
  }

  async load(key: Key): Promise<Value> {
    return await this.#loader.load(key);
  }

  #startWaiting(): void {
    while (this.#running < this.#atOnce) {
      const start = this.#waiting.shift();
      if (start === undefined) return;
      start();
    }
  }

  async #run<Result>(read: () => Promise<Result>): Promise<Result> {
    this.#running += 1;
    try {
      return await read();
    } finally {
      this.#running -= 1;
      this.#startWaiting();
    }
  }
}
