/** Every code that the service gives: in `errors[].extensions.code`, and in the typed errors of mutations. */
export const ERROR_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
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
 * What the client itself finds out, and no service said: no answer came; an answer that is not GraphQL came; the `token`
 * or `voice` function failed; the service gave no code.
 */
export const CLIENT_ERROR_CODES = ['NETWORK_FAILURE', 'BAD_RESPONSE', 'CREDENTIAL_FAILURE', 'UNKNOWN'] as const;

/** A code of the client. */
export type ClientErrorCode = (typeof CLIENT_ERROR_CODES)[number];
