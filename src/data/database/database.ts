import type { Pool } from 'pg';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { endPool } from './connection-pool.ts';
import { EMBEDDED_WAIT_MILLIS, openEmbeddedDatabase } from '../embedded/embedded-database.ts';
import type { FirstStart } from '../embedded/pglite-directory.ts';
import { openPostgresPool, POSTGRES_WAIT_MILLIS } from './postgres-pool.ts';
import { makePrisma } from './prisma-client.ts';
import { guardPool, guardPrisma } from './transaction-scope.ts';

interface DatabaseOptions extends FirstStart {
  /** PostgreSQL 15 or later; null: the embedded database under `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Hears of connections that die; what was asked of them fails besides, where it was asked. */
  readonly onError: (error: Error) => void;
  /** Connections to PostgreSQL, 10 by default; the embedded database has one. */
  readonly poolSize?: number;
  /** Milliseconds that PostgreSQL has to answer a statement; for ever by default, as long work needs it. */
  readonly queryMs?: number;
}

/**
 * The one way to the database, the same whichever it is. Both clients share the connections, and neither may be used inside
 * a transaction of `prisma`, where its own client is.
 */
export interface Database {
  readonly kind: 'embedded' | 'postgres';
  /** For hot reads: times come as `Date`, `int[]` as numbers, `uuid` and `bigint` as strings. */
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  /** How many connections the pool has at most. */
  readonly connections: number;
  /** Waits for what runs, then closes; a second call waits for the first. */
  close(): Promise<void>;
}

/**
 * Opens the database: PostgreSQL where there is an address, else the embedded one. It may be empty: `migrate` comes next.
 *
 * @throws {DatabaseUnavailableError} when it cannot be used; its message says why, and what to do.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDir, onError, poolSize = 10, queryMs, ...firstStart } = options;
  if (databaseUrl === null) {
    const { pool, close } = await openEmbeddedDatabase(dataDir, { onError, ...firstStart });
    return makeDatabase(pool, { kind: 'embedded', close });
  }

  const pool = await openPostgresPool({ databaseUrl, poolSize, queryMs, onError });
  return makeDatabase(pool, { kind: 'postgres', close: () => endPool(pool) });
}

/** Puts both clients on a pool that is open. */
export function makeDatabase(pool: Pool, { kind, close }: Pick<Database, 'kind' | 'close'>): Database {
  const waitMillis = kind === 'embedded' ? EMBEDDED_WAIT_MILLIS : POSTGRES_WAIT_MILLIS;
  const prisma = makePrisma(pool, { waitMillis });
  let closing: Promise<void> | null = null;
  return Object.freeze({
    kind,
    pool: guardPool(pool),
    prisma: guardPrisma(prisma),
    connections: pool.options.max,
    close: () => (closing ??= close().finally(() => prisma.$disconnect())),
  });
}
