import type { ExecutionResult } from 'graphql';

interface EventStreamOptions {
  /** Ends the stream when it is aborted. */
  readonly signal: AbortSignal;
  execute(event: unknown): Promise<ExecutionResult>;
  /** Makes an error out of whatever ended the source, as the client may see it. */
  explain(error: unknown): Error;
  onEnd(): void;
}

type Step = IteratorResult<ExecutionResult, undefined>;

const DONE: Step = { done: true, value: undefined };

/**
 * The results of a subscription, one for each event of the source, read only when asked for.
 * A generator would not do: its `return()` waits in line behind a `next()` that may wait for ever.
 */
export class EventStream implements AsyncIterableIterator<ExecutionResult, undefined> {
  readonly #source: AsyncIterator<unknown>;
  readonly #options: EventStreamOptions;
  readonly #onAbort = () => this.#end();
  #isDone = false;
  #release: ((step: Step) => void) | null = null;

  constructor(source: AsyncIterable<unknown>, options: EventStreamOptions) {
    this.#source = source[Symbol.asyncIterator]();
    this.#options = options;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#end();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    if (this.#isDone) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#release = resolve;
      this.#read().then(resolve, reject);
    });
  }

  return(): Promise<Step> {
    this.#end();
    return Promise.resolve(DONE);
  }

  async #read(): Promise<Step> {
    try {
      const step = await this.#source.next();
      if (!step.done && !this.#isDone) return { done: false, value: await this.#options.execute(step.value) };
      this.#end();
      return DONE;
    } catch (error) {
      if (this.#isDone) return DONE;
      this.#release = null; // the error is the answer to who waits
      this.#end();
      throw this.#options.explain(error);
    }
  }

  #end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#options.onEnd();
    this.#release?.(DONE);
    // Not awaited: a source that is itself a generator returns only when its next event has come.
    this.#leaveSource().catch(() => undefined);
  }

  async #leaveSource(): Promise<void> {
    await this.#source.return?.();
  }
}
