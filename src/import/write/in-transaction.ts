import type { PoolClient } from 'pg';
import { isWriteConflict } from '../../data/database/transaction.ts';
import { createTally, type Tally } from '../report/tally.ts';

const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction, and again where it collided with another one. Each attempt counts on a tally of its
 * own, and only the counts of the attempt that is committed are added to the given one.
 */
export async function inTransaction<Result>(
  { client, tally }: { readonly client: PoolClient; readonly tally: Tally },
  work: (tally: Tally) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const attempted = createTally(tally.file);
    await client.query('BEGIN');
    try {
      const result = await work(attempted);
      await client.query('COMMIT');
      tally.add(attempted);
      return result;
    } catch (error) {
      // The first error tells more than the one of a connection that is gone as well.
      await client.query('ROLLBACK').catch(() => undefined);
      if (attempt === ATTEMPTS || !isWriteConflict(error)) throw error;
    }
  }
}
