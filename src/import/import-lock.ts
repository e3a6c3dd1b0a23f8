import type { Pool } from 'pg';
import { IMPORT_LOCK, takeSessionLock } from '../data/database/advisory-locks.ts';
import { keepConnection, SharedConnection, type ImportConnection } from './import-connection.ts';
import { ImportError } from './import-error.ts';

/** The database that an import writes to. */
export interface ImportTarget {
  readonly pool: Pool;
  /** Whether requests use its only connection meanwhile, as those of a service on the embedded database do. */
  readonly isShared?: boolean;
  close(): Promise<void>;
}

type Work<Result> = (connection: ImportConnection) => Promise<Result>;

/** Another import is running on the database. */
export class ImportBusyError extends ImportError {
  constructor() {
    super('another import is running on this database; wait for its end');
    this.name = 'ImportBusyError';
  }
}

/**
 * Runs an import, while no other runs.
 *
 * @throws {ImportBusyError} where another import is running on the database.
 */
export async function withImportLock<Result>({ pool, isShared }: ImportTarget, work: Work<Result>): Promise<Result> {
  return await (isShared === true ? importBetweenRequests(pool, work) : importAlone(pool, work));
}

/** On a connection of its own, which no limit of time ends. */
async function importAlone<Result>(pool: Pool, work: Work<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    // A post with its hundred thousand comments takes longer than a request may.
    await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    if (!(await takeSessionLock(client, IMPORT_LOCK))) throw new ImportBusyError();
    return await work(keepConnection(client, pool));
  } finally {
    // Closing the connection releases the lock and the settings, whatever state it is in, but only once the server has noticed: whoever
    // imports the next file at once would be told that this import is running.
    await client.query('ROLLBACK; SELECT pg_advisory_unlock_all()').catch(() => undefined);
    client.release(true);
  }
}

/** The pools of embedded databases that an import is writing to. A lock of the database would be the session's, which all share. */
const busy = new WeakSet<Pool>();

async function importBetweenRequests<Result>(pool: Pool, work: Work<Result>): Promise<Result> {
  if (busy.has(pool)) throw new ImportBusyError();
  busy.add(pool);
  const connection = new SharedConnection(pool);
  try {
    return await work(connection);
  } finally {
    connection.abandon();
    busy.delete(pool);
  }
}
