import type { ExecutionResult } from 'graphql';
import type { Sink } from '../../src/live/delivery/subscriber.ts';

/** An error that a client receives, by its code. */
export class CodedResultError extends Error {
  readonly code: unknown;

  constructor(message: string, code?: unknown) {
    super(message);
    this.name = 'CodedResultError';
    this.code = code;
  }
}

type Started = ExecutionResult | AsyncIterator<ExecutionResult>;

/**
 * Subscribes as HTTP and WebSocket do, with a sink that keeps its results, and reads them as a client does: one by one,
 * until the stream ends. The error that ends a stream is thrown.
 */
export async function collectResults<Result>(
  subscribe: (sink: Sink) => Promise<Started>,
  read: (result: ExecutionResult) => Result,
): Promise<AsyncIterableIterator<Result>> {
  const arrived: string[] = [];
  let wake = () => {};
  let end: { error?: unknown } | null = null;

  const started = await subscribe({
    send({ json }) {
      arrived.push(json);
      wake();
      return undefined;
    },
  });
  if (!('next' in started)) throw toError(started.errors?.[0]);
  started
    .next()
    .then(
      () => (end = {}),
      (error: unknown) => (end = { error }),
    )
    .finally(() => wake());

  const results: AsyncIterableIterator<Result> = {
    async next() {
      while (arrived.length === 0 && end === null) await new Promise<void>((resolve) => (wake = resolve));
      const json = arrived.shift();
      if (json !== undefined) return { done: false, value: read(JSON.parse(json)) };

      const error = end?.error;
      end = {};
      if (error !== undefined) throw toError(error);
      return { done: true, value: undefined };
    },
    async return() {
      await started.return?.();
      arrived.splice(0);
      end = {};
      wake();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}

function toError(error: unknown): CodedResultError {
  const { message, extensions } = error as { message: string; extensions?: { code?: unknown } };
  return new CodedResultError(message, extensions?.code);
}
