/** What ended a work, as an error: a signal's reason, and what is thrown, may be anything. */
export function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('Aborted.', { cause: reason });
}
