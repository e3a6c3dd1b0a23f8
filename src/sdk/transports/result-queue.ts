/** The results between a socket, which pushes them, and the consumer of a stream, which pulls them. */
interface ResultQueue extends AsyncIterable<unknown> {
  /** Adds a result. False when the queue is full or has ended: then it takes no more, and its consumer reads what it holds. */
  push(result: unknown): boolean;
  /** Ends the queue after the results that it holds. */
  end(): void;
  /** Ends the queue with an error after the results that it holds. */
  fail(error: unknown): void;
}

/** The backpressure limit. A slower consumer loses its subscription, and no result: the stream resumes from its last cursor. */
const MAX_RESULTS = 1_000;

export function createResultQueue(): ResultQueue {
  const results: unknown[] = [];
  let failure: { error: unknown } | undefined;
  let hasEnded = false;
  let wake = (): void => undefined;

  function end(): void {
    hasEnded = true;
    wake();
  }

  return {
    push(result) {
      if (hasEnded) return false;
      results.push(result);
      hasEnded = results.length >= MAX_RESULTS;
      wake();
      return !hasEnded;
    },
    end,
    fail(error) {
      if (hasEnded) return;
      failure = { error };
      end();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (results.length > 0) yield results.shift();
        if (failure !== undefined) throw failure.error;
        if (hasEnded) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
