import { CLOSED_EXPIRED, CLOSED_UNAUTHORIZED, isFinalClose } from './close-codes.ts';
import type { ColloquyError } from './colloquy-error.ts';

/** What another attempt may find changed. */
const PASSING = new Set([
  'NETWORK_FAILURE',
  'BAD_RESPONSE',
  'CREDENTIAL_FAILURE',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'RATE_LIMITED',
  'CONFLICT',
]);

export interface CredentialState {
  /** Asking for the credential again gives the same. */
  readonly isFixed: boolean;
  /** How often in a row it was refused as expired, with no answer between: to be let in is none. */
  readonly refusals: number;
}

/** Whether a stream ends with this error, instead of coming back. */
export function isFinal({ code, closeCode }: ColloquyError, { isFixed, refusals }: CredentialState): boolean {
  if (closeCode === CLOSED_EXPIRED) return isFixed && refusals > 1;
  if (closeCode === CLOSED_UNAUTHORIZED || code === 'UNAUTHENTICATED') return isFixed;
  if (closeCode !== undefined) return isFinalClose(closeCode);
  return !PASSING.has(code);
}
