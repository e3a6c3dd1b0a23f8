import type { ColloquyError } from '../colloquy-error.ts';
import { CLOSED_EXPIRED, CLOSED_UNAUTHORIZED } from '../transports/close-codes.ts';

/** Codes of failures that another attempt may not meet again. */
const TRANSIENT_CODES = new Set([
  'NETWORK_FAILURE',
  'BAD_RESPONSE',
  'CREDENTIAL_FAILURE',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'RATE_LIMITED',
  'CONFLICT',
]);

/** Close codes after which the same subscription would fail again: protocol errors, and internal errors of the service. */
const FINAL_CLOSE_CODES = new Set([1002, 1003, 1007, 1008, 1009, 1010, 1011, 4004, 4400, 4406, 4409, 4429, 4500]);

interface CredentialState {
  /** Whether the credentials are strings, which another attempt would send unchanged. */
  readonly isFixed: boolean;
  /** How many times in a row they were refused as expired, without an event in between. An accepted connection is no event. */
  readonly expiries: number;
}

/** Whether a failure ends a stream, which else connects again. */
export function isFinal({ code, closeCode }: ColloquyError, { isFixed, expiries }: CredentialState): boolean {
  if (closeCode === CLOSED_EXPIRED) return isFixed && expiries > 1;
  if (closeCode === CLOSED_UNAUTHORIZED || code === 'UNAUTHENTICATED') return isFixed;
  if (closeCode !== undefined) return FINAL_CLOSE_CODES.has(closeCode);
  return !TRANSIENT_CODES.has(code);
}
