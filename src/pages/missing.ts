import { CodedError } from '../errors/coded-error.ts';

const CODES: readonly string[] = ['BAD_CURSOR', 'CURSOR_EXPIRED', 'NOT_FOUND'];

/** For what a page reads by a cursor or a number of its address, which anybody may have written. */
export function nullWhereMissing(error: unknown): null {
  if (error instanceof CodedError && CODES.includes(error.code)) return null;
  throw error;
}
