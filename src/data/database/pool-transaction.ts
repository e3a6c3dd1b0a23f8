import type { Pool, PoolClient } from 'pg';

/**
 * Runs statements of ours in one transaction, READ COMMITTED whatever the database's default is: each statement sees what was
 * committed before it began, also what was committed while an earlier one waited for a lock.
 */
export async function inPoolTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isUnfinished = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(client);
    await client.query('COMMIT');
    isUnfinished = false;
    return result;
  } finally {
    // The end of its connection is its rollback, whatever state it is in.
    client.release(isUnfinished);
  }
}
