import { DiscussionClosedError, ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { badUserInput, CodedError } from '../../errors/coded-error.ts';

// Whatever else fails, such as the database, fails for all that is left.
const ANSWERS = [ValidationError, NotFoundError, ForbiddenError, DiscussionClosedError];

/** How many things one mutation takes. */
export const MOST_AT_ONCE = 100;

/**
 * Does something to each, one after the other, and gives a result for each: an error that a client can act on stands in its place.
 *
 * @throws {CodedError} `BAD_USER_INPUT` for more than {@link MOST_AT_ONCE}.
 */
export async function forEach<Result>(
  ids: readonly string[],
  work: (id: string) => Promise<Result>,
): Promise<(Result | CodedError)[]> {
  if (ids.length > MOST_AT_ONCE) throw badUserInput(`Expected at most ${MOST_AT_ONCE} IDs; found ${ids.length}.`);
  const results: (Result | CodedError)[] = [];
  for (const id of ids) {
    results.push(
      await work(id).catch((error: unknown) => {
        if (error instanceof CodedError && ANSWERS.some((type) => error instanceof type)) return error;
        throw error;
      }),
    );
  }
  return results;
}
