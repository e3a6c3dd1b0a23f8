import type { Operation } from './post-operation.ts';

export interface StreamHooks {
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** The connection stands, and the service has been asked. */
  readonly onLive: () => void;
}

/** One way to carry a subscription, once: what to do when it ends or breaks is for others to decide. */
export interface Transport {
  /** Gives the GraphQL answers as they come. Ends when the service ends it, throws a `ColloquyError` when it breaks. */
  open(operation: Operation, hooks: StreamHooks): AsyncIterable<unknown>;
  close(): void;
}
