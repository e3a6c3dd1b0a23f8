import type { LiveEvent } from '../live/feeds/feed.ts';
import type { LiveSource } from '../live/delivery/live-source.ts';
import type { Outlet, Recipient, Rendered, Rendering } from '../live/delivery/recipient.ts';

interface LiveResultOptions {
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
export class LiveResult implements AsyncIterableIterator<never, undefined>, Recipient {
  // There are as many of these as there are readers: it holds nothing that it does not need.
  readonly #options: LiveResultOptions;
  #leave: () => void = () => {};
  #isOver = false;
  #failure: Error | null = null;
  #tell: (() => void) | null = null;

  constructor(options: LiveResultOptions) {
    this.#options = options;
  }

  /** Begins to deliver. */
  follow(source: LiveSource<LiveEvent>, rendering: Rendering): this {
    this.#leave = source.follow(rendering, this);
    this.#options.outlet.onLeft?.(() => void this.return());
    return this;
  }

  offer(rendered: Rendered): Promise<void> | undefined {
    return this.#options.outlet.offer(rendered);
  }

  renderOwn(event: LiveEvent): Promise<Rendered> {
    return this.#options.renderOwn(event);
  }

  end(error?: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = error === undefined ? null : this.#options.explain(error);
    this.#tell?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Waits for the end. An error is told once: whoever asks again has been told. */
  async next(): Promise<Step> {
    if (!this.#isOver) await new Promise<void>((resolve) => (this.#tell = resolve));
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
    return DONE;
  }

  return(): Promise<Step> {
    this.#leave();
    this.end();
    return Promise.resolve(DONE);
  }
}
