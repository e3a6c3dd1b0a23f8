import type { ClientErrorCode, ServiceErrorCode } from './error-codes.ts';

/** A code of the service or of the client. A service newer than this client may send a code that is not listed. */
export type ColloquyErrorCode = ServiceErrorCode | ClientErrorCode | (string & {});

/** One entry of a GraphQL response's `errors`. */
export interface ResponseError {
  /** The message, for a person. */
  readonly message: string;
  /** The path of the field that failed: response keys and list indexes. */
  readonly path?: readonly (string | number)[];
  /** The service's `code`, and what else it sends with the error. */
  readonly extensions?: { readonly code?: string; readonly [key: string]: unknown };
}

/** The details of a failure. */
export interface ColloquyErrorDetails {
  /** The kind of failure, for a program. */
  readonly code: ColloquyErrorCode;
  /** The `errors` of the response. Default: none, where the failure is not a GraphQL one. */
  readonly errors?: readonly ResponseError[];
  /** The `data` that came beside the errors. */
  readonly data?: unknown;
  /** The HTTP status, where there was an HTTP response. */
  readonly status?: number | undefined;
  /** The close code, where a WebSocket was closed. */
  readonly closeCode?: number | undefined;
  /** The time that the service asked to wait (`Retry-After`, or `extensions.retryAfter`), in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** The underlying error. */
  readonly cause?: unknown;
}

/** The only error that the client throws, apart from a signal's own reason. Act on `code`; `message` is for a person. */
export class ColloquyError extends Error {
  /** The kind of failure: one of `ERROR_CODES` or of `CLIENT_ERROR_CODES`, or a code of a newer service. */
  readonly code: ColloquyErrorCode;
  /** The `errors` of the response; empty where the failure is not a GraphQL one. */
  readonly errors: readonly ResponseError[];
  /** The `data` that came beside the errors. */
  readonly data: unknown;
  /** The HTTP status, where there was an HTTP response. */
  readonly status: number | undefined;
  /** The close code, where a WebSocket was closed. */
  readonly closeCode: number | undefined;
  /** The time that the service asked to wait (`Retry-After`), in milliseconds. */
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
