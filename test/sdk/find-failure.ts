import { ColloquyError } from '../../src/sdk/colloquy-error.ts';

/** The `ColloquyError` that work rejects with; fails where it does not. */
export async function findFailure(work: Promise<unknown>): Promise<ColloquyError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ColloquyError) return error;
  throw new Error(`Expected a ColloquyError, and found ${String(error)}.`, { cause: error });
}
