import type { ClientErrorCode, ServiceErrorCode } from './error-codes.ts';

/** A code of the service or of the client. A service newer than this client may give one that is not listed. */
export type ColloquyErrorCode = ServiceErrorCode | ClientErrorCode | (string & {});

/** One entry of a GraphQL answer's `errors`. */
export interface WireError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly [key: string]: unknown };
}

/** What is known about a failure beside its message. */
export interface ColloquyErrorDetails {
  readonly code: ColloquyErrorCode;
  /** The `errors` of the answer; empty when the failure was not one of GraphQL. */
  readonly errors?: readonly WireError[];
  /** What the answer held beside its errors. */
  readonly data?: unknown;
  /** The HTTP status, where there was an answer over HTTP. */
  readonly status?: number | undefined;
  /** The close code, where a WebSocket was closed. */
  readonly closeCode?: number | undefined;
  /** How many milliseconds the service asked to be left alone. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** The one error that the client throws. Act on `code`; `message` is for a person. */
export class ColloquyError extends Error {
  readonly code: ColloquyErrorCode;
  readonly errors: readonly WireError[];
  readonly data: unknown;
  readonly status: number | undefined;
  readonly closeCode: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(message: string, details: ColloquyErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'ColloquyError';
    this.code = details.code;
    this.errors = details.errors ?? [];
    this.data = details.data;
    this.status = details.status;
    this.closeCode = details.closeCode;
    this.retryAfter = details.retryAfter;
  }
}
