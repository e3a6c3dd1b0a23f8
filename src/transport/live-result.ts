import type { LiveEvent } from '../live/feed.ts';
import type { Outlet, Rendered, Rendering } from '../live/recipient.ts';
import type { LiveSource } from '../live/live-source.ts';

interface LiveResultOptions {
  readonly source: LiveSource<LiveEvent>;
  readonly rendering: Rendering;
  readonly outlet: Outlet;
  renderOwn(event: LiveEvent): Promise<Rendered>;
  /** Makes an error out of whatever ended the source, as the client may see it. */
  explain(error: unknown): Error;
}

type Step = IteratorResult<never, undefined>;

const DONE: Step = { done: true, value: undefined };

/**
 * A live stream as the libraries of a wire see it: an iterator without a single value, that ends when the stream ends.
 * Its results go to the outlet, as texts that are made once for all who get the same.
 */
export class LiveResult implements AsyncIterableIterator<never, undefined> {
  #over: Promise<Step>;
  #finish: (error?: Error) => void = () => {};
  #leave: () => void = () => {};

  constructor({ source, rendering, outlet, renderOwn, explain }: LiveResultOptions) {
    this.#over = new Promise((resolve, reject) => {
      this.#finish = (error) => (error === undefined ? resolve(DONE) : reject(error));
    });
    this.#over.catch(() => undefined); // heard by whoever asks for the next
    this.#leave = source.follow(rendering, {
      offer: (rendered) => outlet.offer(rendered),
      renderOwn,
      end: (error) => this.#finish(error === undefined ? undefined : explain(error)),
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Waits for the end. An error is told once: whoever asks again has been told. */
  async next(): Promise<Step> {
    try {
      return await this.#over;
    } finally {
      this.#over = Promise.resolve(DONE);
    }
  }

  return(): Promise<Step> {
    this.#leave();
    this.#finish();
    return Promise.resolve(DONE);
  }
}
