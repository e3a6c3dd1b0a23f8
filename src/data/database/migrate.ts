// Migrations are recorded exactly as `prisma migrate deploy` records them, so that either may be used on the same database.
// Unlike there a migration that fails leaves nothing behind: each is one transaction, its record with it.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { readMigrationFiles, type MigrationFile, MigrationError, planMigrations } from './migration-plan.ts';
import { PACKAGE_ROOT } from '../../config/package-root.ts';
import { bool, varchar } from './columns.ts';
import { readRows, statement } from './sql.ts';

/** Where the service's own migrations are, wherever it is started from. */
export const MIGRATIONS = join(PACKAGE_ROOT, 'prisma/migrations');

/** Prisma's own key: it keeps `prisma migrate deploy` out as well. */
const ADVISORY_LOCK = 72_707_369;

const CREATE_RECORDS = `
  CREATE TABLE "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

const migrationRecords = statement('migrationRecords', { name: varchar, checksum: varchar, isFinished: bool });

const WRITE_RECORD = `
  INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count")
  VALUES ($1, $2, clock_timestamp(), $3, now(), 1)`;

/**
 * Applies the migrations of a directory that the database lacks, and gives their names. Several instances may do so at
 * once: one works, the others wait and find it done. A migration is one transaction, so `CREATE INDEX CONCURRENTLY` cannot
 * stand in one.
 *
 * @throws {MigrationError} when one fails, or the database's past is not that of the files.
 */
export async function migrate(pool: Pool, { directory }: { directory: string }): Promise<string[]> {
  const files = readMigrationFiles(directory);
  const client = await pool.connect();
  try {
    // A migration, or the wait for another instance's, has no time limit.
    await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    await client.query(unlimited({ text: 'SELECT pg_advisory_lock($1)', values: [ADVISORY_LOCK] }));
    return await applyMissing(client, files);
  } finally {
    // Closing the connection releases the lock and the settings in any state.
    client.release(true);
  }
}

/** Whether a database has every migration of a directory; it may have those of a newer release as well. @throws when it is away. */
export async function areMigrationsApplied(pool: Pool, { directory }: { directory: string }): Promise<boolean> {
  const applied = new Set((await readRecords(pool)).filter(({ isFinished }) => isFinished).map(({ name }) => name));
  return readMigrationFiles(directory).every(({ name }) => applied.has(name));
}

async function applyMissing(client: PoolClient, files: readonly MigrationFile[]): Promise<string[]> {
  // Not IF NOT EXISTS: that asks for the right to create even when there is nothing to create.
  const { rowCount } = await client.query(`SELECT WHERE to_regclass('_prisma_migrations') IS NULL`);
  if (rowCount === 1) await client.query(CREATE_RECORDS);
  const missing = planMigrations(files, await readRecords(client));
  for (const file of missing) await apply(client, file);
  return missing.map(({ name }) => name);
}

async function readRecords(db: Pick<Pool, 'query'>) {
  return await readRows(
    db,
    migrationRecords`
      SELECT "migration_name" AS "name", "checksum", "finished_at" IS NOT NULL AS "isFinished"
      FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL ORDER BY "started_at"`,
  );
}

async function apply(client: PoolClient, { name, checksum, sql }: MigrationFile): Promise<void> {
  try {
    await client.query('BEGIN');
    // Without values it goes by the simple protocol, which takes many statements and bodies in dollar quotes.
    await client.query(unlimited({ text: sql }));
    await client.query(WRITE_RECORD, [randomUUID(), checksum, name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`The migration ${name} failed, and the database is as it was: ${reason}.`, error);
  }
}

/** A statement that may take for as long as it takes: the limit of the pool is for requests. */
function unlimited(statement: QueryConfig): QueryConfig {
  const longest = { query_timeout: 2 ** 31 - 1 }; // milliseconds
  return { ...statement, ...longest };
}
