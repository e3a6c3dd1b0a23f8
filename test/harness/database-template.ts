// Runs once before all tests: makes a migrated database, of which each test file gets a copy.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/data/database/database.ts';
import { openMemoryDatabase } from '../../src/data/embedded/embedded-database.ts';
import { readMigrationFiles } from '../../src/data/database/migration-plan.ts';
import { migrate } from '../../src/data/database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The place of the template: a file, or a database on a server. */
    databaseTemplate: { kind: 'embedded'; file: string } | { kind: 'postgres'; serverUrl: string; name: string };
  }
}

const MIGRATIONS = 'prisma/migrations';
const CACHE = 'node_modules/.cache/colloquy';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (project.config.env['TEST_DATABASE'] === 'postgres') return setUpPostgres(project);
  project.provide('databaseTemplate', { kind: 'embedded', file: await makeDump() });
  return async () => {};
}

/** Making one takes seconds, so it is kept until the migrations or PGlite change. */
async function makeDump(): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(readMigrationFiles(MIGRATIONS)));
  key.update(readFileSync('node_modules/@electric-sql/pglite/package.json'));
  const file = join(CACHE, `database-${key.digest('hex').slice(0, 16)}.tar`);
  if (existsSync(file)) return file;

  const { db, pool, close } = await openMemoryDatabase(null, { onError: report });
  await migrate(pool, { directory: MIGRATIONS });
  const dump = await db.dumpDataDir('none');
  await close();

  mkdirSync(CACHE, { recursive: true });
  const draft = join(CACHE, `${randomUUID()}.draft`);
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, file); // another run may be making the same one
  return file;
}

async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
  const name = `colloquy_template_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(serverUrl, `CREATE DATABASE "${name}"`);
  const databaseUrl = withDatabase(serverUrl, name);
  const database = await openDatabase({ databaseUrl, dataDir: '', onError: report });
  await migrate(database.pool, { directory: MIGRATIONS });
  await database.close();

  project.provide('databaseTemplate', { kind: 'postgres', serverUrl, name });
  return () => runOnServer(serverUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
}

/** The address of another database on the same server. */
export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function report(error: Error): void {
  console.error(error);
}
