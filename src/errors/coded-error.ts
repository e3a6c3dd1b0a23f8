/** Every code that stands in `errors[].extensions.code`, and in the typed errors of mutations. */
export const ERROR_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_DOCUMENT_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'DOCUMENT_NOT_TRUSTED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'QUERY_TOO_COMPLEX',
  'BAD_USER_INPUT',
  'BAD_CURSOR',
  'CURSOR_EXPIRED',
  'INTROSPECTION_DISABLED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'VALIDATION',
  'DISCUSSION_CLOSED',
  'TOO_DEEP',
  'CONFLICT',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;

export type Code = (typeof ERROR_CODES)[number];

/** An error whose code and message the client receives. Every other error is masked and only logged. */
export class CodedError extends Error {
  readonly code: Code;
  /** Numbers that a client can act on, beside the code in `extensions`. */
  readonly facts: Readonly<Record<string, number>>;

  constructor(code: Code, message: string, facts: Readonly<Record<string, number>> = {}) {
    super(message);
    this.name = 'CodedError';
    this.code = code;
    this.facts = facts;
  }
}

/** An argument that the schema lets through and the service does not. */
export function badUserInput(message: string): CodedError {
  return new CodedError('BAD_USER_INPUT', message);
}

/** Concurrent writes prevented this one, each time that it was tried. */
export function othersWrote(): CodedError {
  return new CodedError('CONFLICT', 'Others wrote at the same time; try again.');
}
