import { isWriteConflict } from '../../data/database/transaction.ts';
import type { ImportConnection } from '../import-connection.ts';
import { createTally, type Tally } from '../report/tally.ts';

const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction, and again where it collided with another one. Each attempt counts on a tally of its
 * own, and only the counts of the attempt that is committed are added to the given one.
 */
export async function inTransaction<Result>(
  { connection, tally }: { readonly connection: ImportConnection; readonly tally: Tally },
  work: (tally: Tally) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const attempted = createTally(tally.file);
    await connection.begin();
    try {
      const result = await work(attempted);
      await connection.commit();
      tally.add(attempted);
      return result;
    } catch (error) {
      // The first error tells more than the one of a connection that is gone as well.
      await connection.rollback().catch(() => undefined);
      if (attempt === ATTEMPTS || !isWriteConflict(error)) throw error;
    }
  }
}
