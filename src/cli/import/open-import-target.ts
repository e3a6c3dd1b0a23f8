import type { Config } from '../../config/config.ts';
import { makeDatabase, openDatabase, type Database } from '../../data/database/database.ts';
import { openMemoryDatabase } from '../../data/embedded/embedded-database.ts';
import { hasDatabase } from '../../data/embedded/pglite-directory.ts';
import { migrate, MIGRATIONS } from '../../data/database/migrate.ts';

/**
 * The database that an import writes to. A dry run neither creates nor migrates one: where none exists yet, it reads an
 * empty one in memory.
 */
export async function openImportTarget(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  { isDryRun }: { isDryRun: boolean },
): Promise<Database> {
  const { databaseUrl, dataDir } = config;
  if (isDryRun && databaseUrl === null && !hasDatabase(dataDir)) return await openEmpty();

  const database = await openDatabase({ databaseUrl, dataDir, onError: report, poolSize: 2 });
  try {
    if (!isDryRun) await migrate(database.pool, { directory: MIGRATIONS });
    else if (await isUnused(database)) {
      await database.close();
      return await openEmpty();
    }
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function isUnused({ pool }: Database): Promise<boolean> {
  return (await pool.query(`SELECT WHERE to_regclass('discussion') IS NULL`)).rowCount === 1;
}

async function openEmpty(): Promise<Database> {
  const { pool, close } = await openMemoryDatabase(null, { onError: report });
  await migrate(pool, { directory: MIGRATIONS });
  return makeDatabase(pool, { kind: 'embedded', close });
}

function report(error: Error): void {
  console.error(`Database: ${error.message}`);
}
