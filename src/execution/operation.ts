import type { Outlet } from '../live/delivery/recipient.ts';
import type { Identity, Session } from '../session/session.ts';

/** One operation on its way through any of the three wires. It outlives the events of a subscription; a session does not. */
export interface Operation {
  readonly identity: Identity;
  readonly requestId: string;
  /** Aborted when the client has left. */
  readonly signal: AbortSignal;
  /** From where a stream is to be resumed, when the wire says so. */
  readonly lastEventId: string | null;
  /** Where the results of a live stream go, past everything that would make them anew for each client. */
  readonly outlet: Outlet;
}

/** What Yoga carries along as its context; resolvers get what `createContext` makes instead. */
export interface WireContext {
  readonly operation: Operation;
}

/** Makes the context of one execution. The signal is aborted when its result is no longer wanted. */
export type CreateContext = (session: Session, execution: { readonly signal: AbortSignal }) => object;

/** The session of one request or one event. */
export function createSession({ identity, requestId }: Operation, now: () => Date): Session {
  return { identity, viewpoint: identity, requestId, now };
}
