import type { Pool } from 'pg';
import type { OperationReport } from './observer.ts';

/** Spans of a request, of the operation in it, and of the operation's statements. Without it nothing of OpenTelemetry is loaded. */
export interface Tracing {
  /** Answers a request within a span, which continues the trace that its `traceparent` names. */
  request(
    request: { readonly method: string; readonly headers: Headers; readonly route: string },
    answer: () => Promise<Response>,
  ): Promise<Response>;
  /** Answers an operation within a span. */
  operation<Result extends object>(
    operation: Pick<OperationReport, 'name' | 'kind'>,
    answer: () => Promise<Result>,
  ): Promise<Result>;
  /** Adds a span for each statement of an operation. */
  watchPool(pool: Pool): void;
  /** Sends what is left. */
  close(): Promise<void>;
}
