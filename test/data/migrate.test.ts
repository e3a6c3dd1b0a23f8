import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MigrationError } from '../../src/data/database/migration-plan.ts';
import { migrate } from '../../src/data/database/migrate.ts';
import { openTestDatabase } from '../harness/database.ts';

const { pool } = await openTestDatabase();

const FIRST = '20260101000000_first';
const SECOND = '20260201000000_second';
const THIRD = '20260301000000_third';

let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'colloquy-migrations-'));
  await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});

afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, sql: string): void {
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, 'migration.sql'), sql);
}

async function listTables(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename AS "name" FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  return rows.map(({ name }) => name);
}

test('missing migrations are applied in order, once', async () => {
  write(SECOND, 'ALTER TABLE "a" ADD COLUMN "b" INT');
  write(FIRST, 'CREATE TABLE "a" ("id" INT)');
  writeFileSync(join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n');

  expect(await migrate(pool, { directory })).toEqual([FIRST, SECOND]);
  expect(await migrate(pool, { directory })).toEqual([]);

  write(THIRD, 'CREATE TABLE "c" ("id" INT)');
  expect(await migrate(pool, { directory })).toEqual([THIRD]);
  expect(await listTables()).toEqual(['_prisma_migrations', 'a', 'c']);
});

test('a migration is recorded as Prisma records it', async () => {
  write(FIRST, 'CREATE TABLE "a" ("id" INT);\n-- é\n');

  await migrate(pool, { directory });

  const { rows } = await pool.query('SELECT * FROM "_prisma_migrations"');
  const bytes = readFileSync(join(directory, FIRST, 'migration.sql'));
  expect(rows).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash('sha256').update(bytes).digest('hex'),
      finished_at: expect.any(Date),
      migration_name: FIRST,
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    },
  ]);
});

test('a migration may hold many statements and the body of a function', async () => {
  write(
    FIRST,
    `CREATE TABLE "a" ("id" INT); -- a comment; with a semicolon
     CREATE FUNCTION "f"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW."id" := 5; RETURN NEW; END; $$;
     CREATE TRIGGER "t" BEFORE INSERT ON "a" FOR EACH ROW EXECUTE FUNCTION "f"();
     INSERT INTO "a" VALUES (1);`,
  );

  await migrate(pool, { directory });

  expect((await pool.query('SELECT * FROM "a"')).rows).toEqual([{ id: 5 }]);
});

test('a failed migration leaves the database unchanged, and is applied after it was fixed', async () => {
  write(FIRST, 'CREATE TABLE "a" ("id" INT)');
  write(SECOND, 'CREATE TABLE "b" ("id" INT); INSERT INTO "nowhere" VALUES (1)');

  const failed = migrate(pool, { directory });

  await expect(failed).rejects.toThrow(MigrationError);
  await expect(failed).rejects.toThrow(`${SECOND} failed, and the database is as it was: relation "nowhere" does not`);
  expect(await listTables()).toEqual(['_prisma_migrations', 'a']);
  write(SECOND, 'CREATE TABLE "b" ("id" INT)');
  expect(await migrate(pool, { directory })).toEqual([SECOND]);
});

test('a migration that was edited after it was applied is refused', async () => {
  write(FIRST, 'CREATE TABLE "a" ("id" INT)');
  await migrate(pool, { directory });

  write(FIRST, 'CREATE TABLE "a" ("id" BIGINT)');
  write(SECOND, 'CREATE TABLE "b" ("id" INT)');

  await expect(migrate(pool, { directory })).rejects.toThrow(`${FIRST} was edited after this database applied it`);
  expect(await listTables()).not.toContain('b');
});

test('a database of a newer release is refused', async () => {
  write(FIRST, 'CREATE TABLE "a" ("id" INT)');
  write(SECOND, 'CREATE TABLE "b" ("id" INT)');
  await migrate(pool, { directory });

  rmSync(join(directory, SECOND), { recursive: true });

  await expect(migrate(pool, { directory })).rejects.toThrow(`by a newer release (it has ${SECOND}`);
});

test('a migration that another tool left unfinished is refused, until it is resolved', async () => {
  write(FIRST, 'CREATE TABLE "a" ("id" INT)');
  await migrate(pool, { directory });
  await pool.query('UPDATE "_prisma_migrations" SET "finished_at" = NULL; DROP TABLE "a"');

  await expect(migrate(pool, { directory })).rejects.toThrow(`${FIRST} was begun and not finished`);

  await pool.query('UPDATE "_prisma_migrations" SET "rolled_back_at" = now()');
  expect(await migrate(pool, { directory })).toEqual([FIRST]);
});

test('of several runners at once, one applies the migrations and the others find them applied', async () => {
  cpSync('prisma/migrations', directory, { recursive: true });

  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(pool, { directory })));

  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  expect(applied.flat()).toEqual(readdirSync('prisma/migrations').filter((name) => /^\d/.test(name)));
});

test('after a migration the timeouts of the session are restored and the lock is free', async () => {
  await migrate(pool, { directory });

  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS "locks",
      (SELECT "setting" = "reset_val" FROM pg_settings WHERE "name" = 'statement_timeout') AS "isReset"`,
  );
  expect(rows).toEqual([{ locks: 0, isReset: true }]);
});
