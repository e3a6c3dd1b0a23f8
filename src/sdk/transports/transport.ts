import type { Operation } from '../http/send-operation.ts';

export interface ConnectionHooks {
  /** Ends the subscription. */
  readonly signal: AbortSignal;
  /** Called when the connection is open and the subscription is sent. */
  readonly onLive: () => void;
}

/** Carries one attempt of a subscription. What to do when it ends or breaks is decided in `streams/follow-stream.ts`. */
export interface Transport {
  /**
   * Gives the GraphQL responses as they arrive. Ends when the service ends the subscription; throws a `ColloquyError` when
   * the connection is lost.
   */
  open(operation: Operation, hooks: ConnectionHooks): AsyncIterable<unknown>;
  close(): void;
}
