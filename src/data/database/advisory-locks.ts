import type { PoolClient } from 'pg';
import { bool } from './columns.ts';
import { readRows, statement } from './sql.ts';

// Keys of locks that all instances on one database share, side by side so that no two are the same. Migrations take Prisma's
// own key, 72707369, and imports that of their source.

/** Held while events are given their positions: one instance does it, the others wait. */
export const POSITIONS_LOCK = 72_707_301;

/** Held for one step of dropping old events: an instance that does not get it leaves the work to the one that has it. */
export const RETENTION_LOCK = 72_707_302;

const transactionLock = statement('transactionLock', { isMine: bool });

/** Takes a lock until the transaction ends, without waiting for it; false where another instance has it. */
export async function takeLock(client: PoolClient, key: number): Promise<boolean> {
  const [row] = await readRows(client, transactionLock`SELECT pg_try_advisory_xact_lock(${key}) AS "isMine"`);
  return row?.isMine === true;
}
