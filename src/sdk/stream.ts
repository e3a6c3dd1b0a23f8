/** The events of a subscription: loop over it once. `return()`, or leaving the loop, ends the subscription. */
export type Stream<TResult> = AsyncIterableIterator<TResult, void, undefined>;

export interface StreamEnds {
  readonly signal: AbortSignal | undefined;
  /** The streams that are open, by what ends them. */
  readonly open: Set<() => void>;
}

/**
 * Makes a stream of a generator that ends with its signal. A bare generator would not do: its `return()` waits for the
 * event that is being waited for, which may never come.
 */
export function createStream<TResult>(
  run: (signal: AbortSignal) => AsyncGenerator<TResult, void, undefined>,
  { signal, open }: StreamEnds,
): Stream<TResult> {
  const ending = new AbortController();
  const end = (): void => ending.abort();

  async function* untilEnd(): AsyncGenerator<TResult, void, undefined> {
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end);
    open.add(end);
    try {
      yield* run(ending.signal);
    } finally {
      signal?.removeEventListener('abort', end);
      open.delete(end);
    }
  }

  const events = untilEnd();
  const stream: Stream<TResult> = {
    next: () => events.next(),
    return() {
      end();
      return events.return();
    },
    throw(error) {
      end();
      return events.throw(error);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
