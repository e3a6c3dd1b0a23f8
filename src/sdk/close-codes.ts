import { ColloquyError, type ColloquyErrorCode } from './colloquy-error.ts';

/** The service does not know who asks, and never will. */
export const CLOSED_UNAUTHORIZED = 4401;
/** The service knew who asked, and the credential has expired. */
export const CLOSED_EXPIRED = 4403;

/** After these the same words would be refused again: the protocol's own faults, and those of the service itself. */
const FINAL = new Set([1002, 1003, 1007, 1008, 1009, 1010, 1011, 4004, 4400, 4406, 4409, 4429, 4500]);

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

export function isFinalClose(closeCode: number): boolean {
  return FINAL.has(closeCode);
}

/** The error for a WebSocket that was closed. */
export function toCloseError({ code, reason }: { code: number; reason: string }): ColloquyError {
  const why = reason === '' ? '' : `: ${reason}`;
  return new ColloquyError(`The connection was closed with ${code}${why}.`, {
    code: CODES.get(code) ?? 'NETWORK_FAILURE',
    closeCode: code,
  });
}
