import type { DocumentNode } from 'graphql';
import type { Limits } from '../config/limits.ts';
import type { CodedError } from '../errors/coded-error.ts';
import type { Observation } from '../observe/observation.ts';
import type { Sink } from '../live/delivery/subscriber.ts';
import type { Budget } from '../session/budget.ts';
import type { Identity, Session } from '../session/session.ts';

/** One operation as a door passes it on. It outlives the events of a subscription; a session does not. */
export interface Operation {
  readonly identity: Identity;
  /** The address that the client is counted under; null for a request within the process. */
  readonly address: string | null;
  readonly requestId: string;
  /** What is to be reported of it. */
  readonly observation: Observation;
  /** Aborted when the client has left. */
  readonly signal: AbortSignal;
  /** The cursor after which a stream resumes, where the door carries one beside the document; otherwise null. */
  readonly lastEventId: string | null;
  /** Where the results of a subscription go. */
  readonly sink: Sink;
}

/** What an operation executes: a valid document and its parameters. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Makes the context of one execution. The signal is aborted when its result is no longer wanted. */
export type CreateContext = (session: Session, execution: { readonly signal: AbortSignal }) => object;

/** Makes the budget of one execution. */
export type CreateBudget = (work: {
  /** Aborted when the result is no longer wanted. */
  readonly signal: AbortSignal;
  /** The bounds of this execution, where they are not those of a query. */
  readonly limits?: Pick<Limits, 'values' | 'answerBytes' | 'replies'>;
  onSpent?(error: CodedError): void;
}) => Budget;

/** The session of one request or one event. */
export function createSession(
  { identity, address, requestId }: Operation,
  { now, budget }: { readonly now: () => Date; readonly budget: Budget },
): Session {
  return { identity, viewpoint: identity, address, requestId, now, budget };
}
