/** Every code that the service sends, in `errors[].extensions.code` or in a typed error of a mutation. */
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

/** A code of the service. */
export type ServiceErrorCode = (typeof ERROR_CODES)[number];

/**
 * Every code that the client sets itself: `NETWORK_FAILURE`, no response came; `BAD_RESPONSE`, the response was not
 * GraphQL; `CREDENTIAL_FAILURE`, the `token` or `voice` function threw an error; `UNKNOWN`, the service sent an error
 * without a code.
 */
export const CLIENT_ERROR_CODES = ['NETWORK_FAILURE', 'BAD_RESPONSE', 'CREDENTIAL_FAILURE', 'UNKNOWN'] as const;

/** A code of the client. */
export type ClientErrorCode = (typeof CLIENT_ERROR_CODES)[number];
