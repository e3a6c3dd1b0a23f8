import { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';
import { endPool, makePool } from '../database/connection-pool.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { DatabaseUnavailableError } from '../database/database-error.ts';
import { explainUnwritable, openPGlite } from './pglite-directory.ts';
import type { FirstStart } from './pglite-directory.ts';
import { PGliteStream } from './pglite-stream.ts';

/**
 * How long a request waits for the only connection. All requests share it, so a burst is served one by one: the wait is longer
 * than on PostgreSQL, and as long as a request may take.
 */
export const EMBEDDED_WAIT_MILLIS = 10_000;

interface EmbeddedDatabase {
  readonly db: PGlite;
  readonly pool: Pool;
  /** Waits for what runs, then closes the database and gives its directory free. */
  close(): Promise<void>;
}

interface Reporting {
  readonly onError: (error: Error) => void;
}

/**
 * Opens the embedded database of a data directory, or makes it.
 *
 * @throws {DatabaseUnavailableError} when the directory is in use, cannot be written, or holds something else or broken.
 */
export async function openEmbeddedDatabase(
  dataDir: string,
  { onError, ...firstStart }: Reporting & FirstStart,
): Promise<EmbeddedDatabase> {
  const lock = await lockDataDir(dataDir).catch((error: unknown) => {
    throw error instanceof DatabaseUnavailableError ? error : explainUnwritable(dataDir, error);
  });

  try {
    const db = await openPGlite(dataDir, firstStart);
    return serve(db, { onError, onClose: () => lock.release() });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Makes a database that lives in memory and ends with it; from a dump of another if there is one. */
export async function openMemoryDatabase(dump: Blob | null, { onError }: Reporting): Promise<EmbeddedDatabase> {
  const db = await PGlite.create(dump === null ? {} : { loadDataDir: dump });
  return serve(db, { onError, onClose: () => undefined });
}

function serve(db: PGlite, { onError, onClose }: Reporting & { onClose: () => void }): EmbeddedDatabase {
  const pool = makePool(
    {
      // `pg` reads what is absent from PGHOST, PGSSLMODE and the like.
      host: 'embedded',
      user: 'postgres',
      database: 'postgres',
      password: 'none',
      options: '-c TimeZone=UTC',
      ssl: false,
      stream: () => new PGliteStream(db),
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: EMBEDDED_WAIT_MILLIS,
    },
    { onError },
  );

  return {
    db,
    pool,
    async close() {
      try {
        await endPool(pool);
        await db.close();
      } finally {
        onClose();
      }
    },
  };
}
