import { ColloquyError, type ColloquyErrorCode } from '../colloquy-error.ts';
import { toColloquyError } from '../http/graphql-response.ts';
import { isRecord } from '../is-record.ts';

/** The service refused the credentials. */
export const CLOSED_UNAUTHORIZED = 4401;
/** The credentials were valid when the connection was made, and have expired since. */
export const CLOSED_EXPIRED = 4403;

const CODES = new Map<number, ColloquyErrorCode>([
  [1001, 'SERVICE_UNAVAILABLE'],
  [1008, 'FORBIDDEN'],
  [1011, 'INTERNAL_SERVER_ERROR'],
  [1012, 'SERVICE_UNAVAILABLE'],
  [1013, 'SERVICE_UNAVAILABLE'],
  [4400, 'BAD_REQUEST'],
  [CLOSED_UNAUTHORIZED, 'UNAUTHENTICATED'],
  [CLOSED_EXPIRED, 'UNAUTHENTICATED'],
  [4406, 'BAD_REQUEST'],
  [4409, 'BAD_REQUEST'],
  [4429, 'RATE_LIMITED'],
  [4500, 'INTERNAL_SERVER_ERROR'],
]);

/** The error for a WebSocket that was closed. */
export function toCloseError({ code, reason }: { code: number; reason: string }): ColloquyError {
  const suffix = reason === '' ? '' : `: ${reason}`;
  return new ColloquyError(`Expected the connection to stay open, and found it closed with ${code}${suffix}.`, {
    code: CODES.get(code) ?? 'NETWORK_FAILURE',
    closeCode: code,
  });
}

/** The error for what graphql-ws reports to a subscription: GraphQL errors, a close event, or a failure to connect. */
export function toSubscriptionError(failure: unknown): ColloquyError {
  if (failure instanceof ColloquyError) return failure;
  if (Array.isArray(failure)) return toColloquyError(failure, {});
  const code = readCloseCode(failure);
  if (code !== undefined) return toCloseError({ code, reason: readReason(failure) });
  return new ColloquyError('The service cannot be reached.', { code: 'NETWORK_FAILURE', cause: failure });
}

// A close event is an object of the platform or an error of graphql-ws: only its fields identify it.
export function readCloseCode(event: unknown): number | undefined {
  return isRecord(event) && typeof event['code'] === 'number' ? event['code'] : undefined;
}

function readReason(event: unknown): string {
  return isRecord(event) && typeof event['reason'] === 'string' ? event['reason'] : '';
}
