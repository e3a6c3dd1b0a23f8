import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '../../../src/data/database/database.ts';
import { migrate, MIGRATIONS } from '../../../src/data/database/migrate.ts';
import { runOnServer, withDatabase } from '../../harness/database-template.ts';

const TABLES = ['author', 'post', 'discussion', 'comment', 'event'];

/** The seconds that COPY takes for the rows of an imported database, into the same tables with the same indexes. */
export async function measureCopy({
  serverUrl,
  name,
  folder,
}: {
  serverUrl: string;
  name: string;
  folder: string;
}): Promise<number> {
  const copy = `${name}_copy`;
  await runOnServer(serverUrl, `CREATE DATABASE "${copy}"`);
  try {
    const database = await openDatabase({
      databaseUrl: withDatabase(serverUrl, copy),
      dataDir: '',
      onError: console.error,
    });
    await migrate(database.pool, { directory: MIGRATIONS });
    await database.close();
    const fileOf = (table: string): string => join(folder, `${table}.copy`);
    for (const table of TABLES) await run(withDatabase(serverUrl, name), `\\copy ${table} TO '${fileOf(table)}'`);
    const began = performance.now();
    for (const table of TABLES) await run(withDatabase(serverUrl, copy), `\\copy ${table} FROM '${fileOf(table)}'`);
    return (performance.now() - began) / 1000;
  } finally {
    await runOnServer(serverUrl, `DROP DATABASE IF EXISTS "${copy}" WITH (FORCE)`);
  }
}

async function run(url: string, command: string): Promise<void> {
  await promisify(execFile)('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--command', command, url]);
}
