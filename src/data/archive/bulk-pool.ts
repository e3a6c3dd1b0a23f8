import type { Pool } from 'pg';
import { endPool, makePool } from '../database/connection-pool.ts';
import type { Database } from '../database/database.ts';

/** Connections for work that takes minutes. */
interface BulkPool {
  readonly pool: Pool;
  /** Whether requests use the same connection. */
  readonly isShared: boolean;
  close(): Promise<void>;
}

/**
 * Connections to the same database for work that takes longer than a request may: others than those that requests wait for, and without
 * their limit of time. The embedded database has one for all.
 */
export function openBulkPool(
  { kind, pool }: Pick<Database, 'kind' | 'pool'>,
  { onError }: { readonly onError: (error: Error) => void },
): BulkPool {
  if (kind === 'embedded') return { pool, isShared: true, close: () => Promise.resolve() };
  const own = makePool({ ...pool.options, max: 2, query_timeout: undefined }, { onError });
  return { pool: own, isShared: false, close: () => endPool(own) };
}
