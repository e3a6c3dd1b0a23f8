import type { EventResult, Sink, Subscriber } from '../../live/delivery/subscriber.ts';
import type { LiveEvent } from '../../live/feeds/feed.ts';

interface ResponseStreamOptions {
  readonly sink: Sink;
  /** What the subscription is counted under until it ends; null where it is not counted. */
  readonly lease: { release(): void } | null;
  /** Executes an event for this subscriber alone. */
  execute(event: LiveEvent): Promise<EventResult>;
  /** Turns whatever ended the source stream into an error that the client may see. */
  explain(error: unknown): Error;
}

type Step = IteratorResult<never, undefined>;

const DONE: Step = { done: true, value: undefined };

/**
 * The response stream of a subscription (https://spec.graphql.org/draft/#sec-Response-Stream) as Yoga and graphql-ws see it:
 * an iterator that yields nothing and ends when the stream ends. Results go to the sink directly, encoded once for all
 * clients; through the iterator each client would encode its own.
 */
export class ResponseStream implements AsyncIterableIterator<never, undefined>, Subscriber {
  // There is one for each subscriber, so it holds nothing that it does not need.
  readonly #options: ResponseStreamOptions;
  #unsubscribe: () => void = () => {};
  #isOver = false;
  #failure: Error | null = null;
  #settle: (() => void) | null = null;

  constructor(options: ResponseStreamOptions) {
    this.#options = options;
  }

  /** Subscribes the stream, and so starts it. */
  start(subscribe: (subscriber: Subscriber) => () => void): this {
    this.#unsubscribe = subscribe(this);
    this.#options.sink.onClose?.(() => void this.return());
    return this;
  }

  send(result: EventResult): Promise<void> | undefined {
    return this.#options.sink.send(result);
  }

  execute(event: LiveEvent): Promise<EventResult> {
    return this.#options.execute(event);
  }

  end(error?: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = error === undefined ? null : this.#options.explain(error);
    this.#options.lease?.release();
    this.#options.sink.onEnd?.();
    this.#settle?.();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Waits for the end. An error is thrown once. */
  async next(): Promise<Step> {
    if (!this.#isOver) await new Promise<void>((resolve) => (this.#settle = resolve));
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
    return DONE;
  }

  return(): Promise<Step> {
    this.#unsubscribe();
    this.end();
    return Promise.resolve(DONE);
  }
}
