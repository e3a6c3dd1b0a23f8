import type { Pool, PoolClient } from 'pg';
import { IMPORT_LOCK, takeSessionLock } from '../data/database/advisory-locks.ts';
import { ImportError } from './import-error.ts';

/**
 * Runs an import on a connection of its own, which no limit of time ends.
 *
 * @throws {ImportError} where another import is running on the database.
 */
export async function withImportLock<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    // A post with its hundred thousand comments takes longer than a request may.
    await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    if (!(await takeSessionLock(client, IMPORT_LOCK))) {
      throw new ImportError('another import is running on this database; wait for its end');
    }
    return await work(client);
  } finally {
    // Closing the connection releases the lock and the settings, whatever state it is in, but only once the server has noticed: whoever
    // imports the next file at once would be told that this import is running.
    await client.query('ROLLBACK; SELECT pg_advisory_unlock_all()').catch(() => undefined);
    client.release(true);
  }
}
