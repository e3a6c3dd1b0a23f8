import type { ColloquyError } from '../colloquy-error.ts';

/** The events of a subscription, for one loop. `return()`, or leaving the loop, ends the subscription. */
export type Stream<TResult> = AsyncIterableIterator<TResult, void, undefined>;

/**
 * The state of a stream. `connecting`: the client is making a connection. `live`: events arrive as they happen. `waiting`:
 * the connection is lost, and is made again after a pause. `closed`: the stream has ended for good.
 */
export type StreamStatus = 'connecting' | 'live' | 'waiting' | 'closed';

/** The options of one stream. */
export interface StreamOptions {
  /** Ends the stream when it is aborted: the loop ends as if there were no more events. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called at each change of the status. `reason` is the cause of `waiting`, and of a `closed` that is an error.
   * Default: none.
   */
  readonly onStatus?: ((status: StreamStatus, reason?: ColloquyError) => void) | undefined;
}

interface StreamLife {
  readonly signal: AbortSignal | undefined;
  /** A function per open stream of the client, which ends it. */
  readonly open: Set<() => void>;
}

/**
 * Makes a stream of a generator that ends with its signal. A bare generator would not do: its `return()` waits for the
 * pending `next()`, whose event may never come.
 */
export function createStream<TResult>(
  run: (signal: AbortSignal) => AsyncGenerator<TResult, void, undefined>,
  { signal, open }: StreamLife,
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
