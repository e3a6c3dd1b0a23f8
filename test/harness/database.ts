import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { afterAll, inject } from 'vitest';
import { makeDatabase, openDatabase, type Database } from '../../src/data/database/database.ts';
import { openMemoryDatabase } from '../../src/data/embedded/embedded-database.ts';
import { runOnServer, withDatabase } from './database-template.ts';

/**
 * A migrated, empty database for this test file, embedded or on PostgreSQL depending on the suite; closed after the file's
 * tests. Call it at the top of the file: `const database = await openTestDatabase();`
 */
export async function openTestDatabase(options: PostgresOptions = {}): Promise<Database> {
  const opened: Database[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
  });

  const database = await copyTemplate(options);
  opened.push(database);
  return database;
}

interface PostgresOptions {
  readonly poolSize?: number;
  readonly queryMs?: number;
  /** The way to the database, given its port: a network whose faults the test causes. */
  readonly via?: (port: number) => number;
}

async function copyTemplate({ via = (port) => port, ...options }: PostgresOptions): Promise<Database> {
  const template = inject('databaseTemplate');
  if (template.kind === 'embedded') {
    const { pool, close } = await openMemoryDatabase(await openAsBlob(template.file), { onError: report });
    return makeDatabase(pool, { kind: 'embedded', close });
  }

  const { serverUrl } = template;
  const name = `colloquy_test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(serverUrl, `CREATE DATABASE "${name}" TEMPLATE "${template.name}"`);
  const url = new URL(withDatabase(serverUrl, name));
  url.port = String(via(Number(url.port || 5432)));
  const onError = url.port === new URL(serverUrl).port ? report : () => undefined;
  const database = await openDatabase({ databaseUrl: url.href, dataDir: '', onError, ...options });
  return Object.freeze({
    ...database,
    async close() {
      await database.close();
      await runOnServer(serverUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  });
}

function report(error: Error): void {
  console.error(error);
}
