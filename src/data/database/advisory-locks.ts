import type { Pool, PoolClient } from 'pg';
import { bool } from './columns.ts';
import { readRows, statement } from './sql.ts';

// Keys of locks that all instances on one database share, side by side so that no two are the same. Migrations take Prisma's
// own key, 72707369.

/** Held while events are given their positions: one instance does it, the others wait. */
export const POSITIONS_LOCK = 72_707_301;

/** Held for one step of dropping old events: an instance that does not get it leaves the work to the one that has it. */
export const RETENTION_LOCK = 72_707_302;

/** Held by an import: two of them at once would both find a post missing. */
export const IMPORT_LOCK = 72_707_401;

/** Held while a few texts are rendered again: an instance that does not get it leaves them to the one that has it. */
export const RENDERING_LOCK = 72_707_303;

/** Held while an erasure begins: two of one person at once are one. */
export const ERASURE_LOCK = 72_707_304;

/** Held for one step of forgetting deletions, which runs beside {@link RETENTION_LOCK} and must not keep that from its work. */
export const FORGETTING_LOCK = 72_707_305;

const transactionLock = statement('transactionLock', { isMine: bool });

/** Takes a lock until the transaction ends, without waiting for it; false where another instance has it. */
export async function takeLock(client: PoolClient, key: number): Promise<boolean> {
  const [row] = await readRows(client, transactionLock`SELECT pg_try_advisory_xact_lock(${key}) AS "isMine"`);
  return row?.isMine === true;
}

const sessionLock = statement('sessionLock', { isMine: bool });

/** Takes a lock until the connection ends, without waiting for it; false where another instance has it. */
export async function takeSessionLock(client: PoolClient, key: number): Promise<boolean> {
  const [row] = await readRows(client, sessionLock`SELECT pg_try_advisory_lock(${key}) AS "isMine"`);
  return row?.isMine === true;
}

/**
 * Runs `work` under a lock but in no transaction, so that each of its statements takes effect at once. It must use the client
 * that it is given: the embedded database has no other.
 *
 * @returns null, without waiting, where another instance has the lock.
 */
export async function underLock<Result>(
  pool: Pool,
  { key, work }: { key: number; work: (client: PoolClient) => Promise<Result> },
): Promise<Result | null> {
  const client = await pool.connect();
  let isUnfinished = true;
  try {
    const isMine = await takeSessionLock(client, key);
    const result = isMine ? await work(client) : null;
    if (isMine) await client.query('SELECT pg_advisory_unlock($1)', [key]);
    isUnfinished = false;
    return result;
  } finally {
    // Closing the connection releases the lock.
    client.release(isUnfinished);
  }
}
