import type { Pool } from 'pg';
import { explainConnectionError } from './connection-error.ts';
import { endPool, makePool } from './connection-pool.ts';
import { DatabaseUnavailableError } from './database-error.ts';
import { int } from './columns.ts';
import { readRows, statement } from './sql.ts';

const serverVersion = statement('serverVersion', { version: int });

const OLDEST_VERSION = 15;

/** How long a request waits for a connection, or a connection to be made, before it gives up. */
export const POSTGRES_WAIT_MILLIS = 2_000;

interface PostgresPoolOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  /** Milliseconds after which a statement without an answer fails; by default it waits for as long as its connection lasts. */
  readonly queryMs?: number | undefined;
  readonly onError: (error: Error) => void;
}

/**
 * Connects to PostgreSQL.
 *
 * @throws {DatabaseUnavailableError} when it cannot be reached, refuses, or is older than 15.
 */
export async function openPostgresPool({ databaseUrl, poolSize, queryMs, onError }: PostgresPoolOptions): Promise<Pool> {
  const pool = makePool(
    {
      connectionString: withSessionSettings(databaseUrl),
      fallback_application_name: 'colloquy',
      max: poolSize,
      connectionTimeoutMillis: POSTGRES_WAIT_MILLIS,
      keepAlive: true,
      // A network that has silently gone keeps a connection for a quarter of an hour, and all of them soon.
      ...(queryMs === undefined ? {} : { query_timeout: queryMs }),
    },
    { onError },
  );

  try {
    const [server] = await readRows(
      pool,
      serverVersion`SELECT current_setting('server_version_num')::int AS "version"`,
    );
    requireVersion(server?.version ?? 0);
    return pool;
  } catch (error) {
    await endPool(pool);
    throw error instanceof DatabaseUnavailableError ? error : explainConnectionError(error, databaseUrl);
  }
}

/** Refuses a PostgreSQL that lacks what our statements use; `version` as `server_version_num` has it, such as 150004. */
export function requireVersion(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major >= OLDEST_VERSION) return;
  throw new DatabaseUnavailableError(`DATABASE_URL leads to PostgreSQL ${major}.`, {
    cure: `Colloquy needs PostgreSQL ${OLDEST_VERSION} or later: upgrade it, or name another in DATABASE_URL.`,
  });
}

/**
 * Adds the settings of every session to the address, which costs no statement. Options of the address itself override the
 * timeouts, but not the rest: Prisma reads and writes times as if each session were in UTC.
 */
function withSessionSettings(databaseUrl: string): string {
  const url = parseUrl(databaseUrl);
  const settings = [
    '-c statement_timeout=5000', // 5 seconds
    '-c idle_in_transaction_session_timeout=15000', // 15 seconds
    '-c jit=off', // Compiling a statement takes longer than running any of ours.
    url.searchParams.get('options') ?? '',
    '-c TimeZone=UTC -c DateStyle=ISO -c search_path=public',
    // Each statement of our functions must see what was committed while an earlier one waited for a lock.
    '-c default_transaction_isolation=read\\ committed',
  ];
  url.searchParams.set('options', settings.filter(Boolean).join(' '));
  return url.href;
}

function parseUrl(databaseUrl: string): URL {
  if (URL.canParse(databaseUrl)) return new URL(databaseUrl);
  throw new DatabaseUnavailableError('DATABASE_URL is no address.', {
    cure: 'Write postgres://user:password@host:port/database, and percent-encode what is special in the password.',
  });
}
