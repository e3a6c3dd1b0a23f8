import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from '../../src/data/database/database.ts';
import { migrate } from '../../src/data/database/migrate.ts';
import { runOnServer, withDatabase } from '../harness/database-template.ts';

const template = inject('databaseTemplate');
if (template.kind !== 'postgres') throw new Error('expected --mode services');
const { serverUrl } = template;
const name = `colloquy_test_${randomUUID().replaceAll('-', '')}`;
await runOnServer(serverUrl, `CREATE DATABASE "${name}"`);

const opened: Database[] = [];

afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await runOnServer(serverUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
});

/** The database of the test, with the session settings of the address. */
async function open({ options = '', onError = (_: Error) => {}, poolSize = 3 } = {}): Promise<Database> {
  const url = new URL(withDatabase(serverUrl, name));
  url.searchParams.set('options', options);
  const database = await openDatabase({ databaseUrl: url.href, dataDir: '', onError, poolSize });
  opened.push(database);
  return database;
}

test('of several processes that migrate one database, one applies the migrations and the others find them applied', async () => {
  const run = promisify(execFile);
  const args = ['--import', 'tsx', 'test/services/migrate-process.ts', withDatabase(serverUrl, name)];

  const outputs = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, args)));

  const applied = outputs.map(({ stdout }) => stdout.trim()).filter(Boolean);
  expect(applied).toHaveLength(1);
  const { pool } = await open();
  expect(await migrate(pool, { directory: 'prisma/migrations' })).toEqual([]);
}, 60_000);

test('a migration waits for another one beyond the timeout of statements', async () => {
  const { pool } = await open({ options: '-c statement_timeout=50' });
  const other = await pool.connect();
  await other.query('SET statement_timeout = 0; SELECT pg_advisory_lock(72707369)');
  const migrated = migrate(pool, { directory: 'prisma/migrations' });

  // The other migration holds the lock for longer than the timeout.
  await other.query('SELECT pg_sleep(0.15)');
  other.release(true);

  await expect(migrated).resolves.toEqual([]);
});

test('a statement that takes too long is ended', async () => {
  const { pool } = await open({ options: '-c statement_timeout=50' });

  await expect(pool.query('SELECT pg_sleep(10)')).rejects.toMatchObject({ code: '57014' });

  const { pool: usual } = await open();
  expect((await usual.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '5s' }]);
});

test('the time zone and date style of a session do not change a time', async () => {
  const { pool, prisma } = await open({ options: '-c TimeZone=Asia/Tokyo -c DateStyle=German' });
  const createdAt = new Date('2026-07-01T10:20:30.456Z');

  const { id } = await prisma.author.create({ data: { handle: randomUUID(), displayName: 'Ada', createdAt } });

  expect((await prisma.author.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(createdAt);
  const { rows } = await pool.query('SELECT "created_at" AS "createdAt" FROM "author" WHERE "id" = $1', [id]);
  expect(rows).toEqual([{ createdAt }]);
});

test('a lost connection is reported, and the next statement uses another one', async () => {
  let report = (_: Error) => {};
  const reported = new Promise<Error>((resolve) => (report = resolve));
  const { pool } = await open({ onError: (error) => report(error), poolSize: 1 });
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS "pid"');

  await runOnServer(serverUrl, `SELECT pg_terminate_backend(${rows[0]?.pid})`);

  await expect(reported).resolves.toMatchObject({ code: '57P01' });
  expect((await pool.query('SELECT 1 AS "one"')).rows).toEqual([{ one: 1 }]);
});

test('a connection that is lost in a transaction fails only that transaction', async () => {
  const { prisma } = await open();

  const transaction = prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS "pid"`;
    await runOnServer(serverUrl, `SELECT pg_terminate_backend(${rows[0]?.pid})`);
    await tx.author.count();
  });

  await expect(transaction).rejects.toThrow();
  await expect(prisma.author.count()).resolves.toBeTypeOf('number');
});

test('waiting for a connection fails after 2 seconds, and later statements succeed', async () => {
  const { pool } = await open({ poolSize: 1 });
  const holder = await pool.connect();

  const waiting = pool.query('SELECT 1');

  await expect(waiting).rejects.toThrow('timeout exceeded when trying to connect');
  holder.release();
  await expect(pool.query('SELECT 1')).resolves.toBeDefined();
});

test('a listening connection gets notifications that the pool sends', async () => {
  const { pool } = await open();
  const listener = await pool.connect();
  await listener.query('LISTEN "bell"');
  const heard = once(listener, 'notification');

  await pool.query(`SELECT pg_notify('bell', 'ding')`);

  expect((await heard)[0]).toMatchObject({ channel: 'bell', payload: 'ding' });
  listener.release(true);
});

test('the error for a database that does not exist is clear', async () => {
  const missing = openDatabase({ databaseUrl: withDatabase(serverUrl, 'nowhere'), dataDir: '', onError: () => {} });

  await expect(missing).rejects.toThrow('has no database nowhere. Create it (`createdb nowhere`)');
});
