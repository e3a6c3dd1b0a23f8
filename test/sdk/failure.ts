import { ColloquyError } from '../../src/sdk/colloquy-error.ts';

/** The error that something must end with. */
export async function findFailure(work: Promise<unknown>): Promise<ColloquyError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ColloquyError) return error;
  throw new Error('Expected a ColloquyError.', { cause: error });
}
