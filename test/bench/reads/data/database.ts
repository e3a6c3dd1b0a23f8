// The database that a run reads, and its copies for whoever writes.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openDatabase } from '../../../../src/data/database/database.ts';
import { migrate, MIGRATIONS } from '../../../../src/data/database/migrate.ts';
import { readMigrationFiles } from '../../../../src/data/database/migration-plan.ts';
import { findDifferences } from '../../../../src/data/reads/tallies.ts';
import { runOnServer, withDatabase } from '../../../harness/database-template.ts';
import { loadData } from './load.ts';
import type { Scale } from './scale.ts';

export const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** A loaded database, of which every run has its own copies: while one is made, nobody may be connected to the original. */
export interface DataSet {
  /** Makes a copy for this run. @returns its address. */
  copy(of: string): Promise<string>;
  /** Drops the copies, and the original unless it is kept. */
  close(): Promise<void>;
}

interface Options {
  readonly scale: Scale;
  /** Whether it stays for the next run: loading takes most of a minute. */
  readonly isKept: boolean;
  readonly say: (text: string) => void;
}

/** Opens the data set, which is loaded unless an earlier run has kept the same one. */
export async function openDataSet({ scale, isKept, say }: Options): Promise<DataSet> {
  const run = randomUUID().slice(0, 8);
  const name = `colloquy_reads_${hashOfData(scale)}${isKept ? '' : `_${run}`}`;
  const drop = (database: string) => runOnServer(SERVER_URL, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  const databases = isKept ? [] : [name];
  const close = async () => {
    for (const database of databases.splice(0)) await drop(database);
  };
  if (!(await isComplete(name))) {
    say(`loading ${scale.blocks * scale.comments} comments`);
    await drop(name);
    await runOnServer(SERVER_URL, `CREATE DATABASE "${name}"`);
    await load(withDatabase(SERVER_URL, name), scale).catch(async (error: unknown) => {
      await drop(name);
      throw error;
    });
    await runOnServer(SERVER_URL, `COMMENT ON DATABASE "${name}" IS 'complete'`);
  }
  return {
    async copy(of) {
      const copied = `${name}_${run}_${of}`;
      databases.push(copied);
      await runOnServer(SERVER_URL, `CREATE DATABASE "${copied}" TEMPLATE "${name}" STRATEGY file_copy`);
      return withDatabase(SERVER_URL, copied);
    },
    close,
  };
}

async function load(databaseUrl: string, scale: Scale): Promise<void> {
  const database = await openDatabase({ databaseUrl, dataDir: '', onError: (error) => console.error(error) });
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await migrate(database.pool, { directory: MIGRATIONS });
    await client.connect();
    await loadData(client, scale);
    await client.query('VACUUM (ANALYZE)');
    const [difference] = await findDifferences(database.pool);
    if (difference !== undefined) throw new Error(`The data set is not sound: ${JSON.stringify(difference)}`);
  } finally {
    await client.end();
    await database.close();
  }
}

async function isComplete(name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: SERVER_URL });
  await client.connect();
  const marked = `SELECT FROM pg_database WHERE datname = $1 AND shobj_description(oid, 'pg_database') = 'complete'`;
  const { rowCount } = await client.query(marked, [name]).finally(() => client.end());
  return rowCount === 1;
}

/** Of everything that the data set is made from, so that an older one is not taken for it. */
function hashOfData(scale: Scale): string {
  const hash = createHash('sha256').update(JSON.stringify([scale, readMigrationFiles(MIGRATIONS)]));
  const room = fileURLToPath(new URL('.', import.meta.url));
  for (const file of readdirSync(room).sort()) hash.update(readFileSync(join(room, file)));
  return hash.digest('hex').slice(0, 12);
}
