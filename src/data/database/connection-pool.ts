import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { columnParsers } from './column-parsers.ts';

/** A pool that reports the death of any of its connections instead of ending the process. */
export function makePool(config: pg.PoolConfig, { onError }: { onError: (error: Error) => void }): pg.Pool {
  const pool = new pg.Pool({ ...config, types: columnParsers });
  // A connection without a listener ends the process when it dies, idle or at work.
  pool.on('connect', (client) => client.on('error', onError));
  // The pool repeats what its idle connections say; it was reported above.
  pool.on('error', () => undefined);
  return pool;
}

/** Ends the pool after its running and waiting queries. `pool.end` alone never answers the waiting ones. */
export async function endPool(pool: pg.Pool): Promise<void> {
  while (pool.waitingCount > 0) await setTimeout(10);
  await pool.end();
}
