import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../src/data/database/database.ts';
import { DatabaseUnavailableError } from '../../src/data/database/database-error.ts';
import { migrate } from '../../src/data/database/migrate.ts';
import { PrivateNodeFS } from '../../src/data/embedded/private-files.ts';

const root = mkdtempSync(join(tmpdir(), 'colloquy-embedded-'));
const template = join(root, 'template');
const made = await open(template);
await migrate(made.pool, { directory: 'prisma/migrations' });
await made.close();

afterAll(() => rmSync(root, { recursive: true }));

function open(dataDir: string): Promise<Database> {
  return openDatabase({ databaseUrl: null, dataDir, onError: (error) => console.error(error) });
}

/** A data directory with a migrated database. */
function aDataDir(name: string): string {
  const dataDir = join(root, name);
  cpSync(template, dataDir, { recursive: true });
  return dataDir;
}

test('data is kept when the database is opened again', async () => {
  const dataDir = aDataDir('kept');
  const first = await open(dataDir);
  await first.prisma.author.create({ data: { handle: 'ada', displayName: 'Ada' } });
  await first.close();

  const second = await open(dataDir);

  expect(await second.prisma.author.count()).toBe(1);
  await second.close();
});

/** What others than the owner have a right to, below a directory and itself. */
function findOpen(directory: string): string[] {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name));
  return [directory, ...paths].filter((path) => (lstatSync(path).mode & 0o077) !== 0);
}

test('everything in a data directory is its owner’s alone, while the database works and after', async () => {
  const dataDir = join(root, 'new');
  const database = await open(dataDir);
  await database.pool.query('CREATE TABLE large AS SELECT generate_series(1, 100000) AS n');
  await database.pool.query('CHECKPOINT');

  expect(findOpen(dataDir)).toEqual([]);
  await database.close();
  expect(findOpen(dataDir)).toEqual([]);
});

test('what PostgreSQL makes without a template is its owner’s alone', async () => {
  const directory = mkdtempSync(join(root, 'initdb-'));

  const db = await PGlite.create({ fs: new PrivateNodeFS(directory) });

  expect(findOpen(directory)).toEqual([]);
  await db.close();
});

test('a data directory of an earlier release is made its owner’s alone at the start', async () => {
  const dataDir = aDataDir('open to all');
  for (const name of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dataDir, name);
    chmodSync(path, lstatSync(path).isDirectory() ? 0o755 : 0o666);
  }
  chmodSync(dataDir, 0o755);

  const database = await open(dataDir);

  expect(findOpen(dataDir)).toEqual([]);
  await database.close();
});

test('a data directory that holds other things as well keeps its own rights', async () => {
  const dataDir = aDataDir('shared');
  writeFileSync(join(dataDir, 'notes.txt'), '', { mode: 0o644 });
  chmodSync(dataDir, 0o755);

  const database = await open(dataDir);

  expect(findOpen(dataDir)).toEqual([dataDir, join(dataDir, 'notes.txt')]);
  await database.close();
});

test('data that was acknowledged to a killed process is kept', async () => {
  const dataDir = aDataDir('killed');
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/data/write-process.ts', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = '';
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = line;
    if (acknowledged === 'author-50') child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');

  const database = await open(dataDir);

  expect(await database.prisma.author.count({ where: { handle: acknowledged } })).toBe(1);
  await database.close();
});

test('close waits for running and waiting statements, and may be called again', async () => {
  const database = await open(aDataDir('closed'));
  const work = Array.from({ length: 5 }, () => database.pool.query('SELECT 1 AS "one"'));
  const transaction = database.prisma.$transaction(async (tx) => {
    await tx.author.create({ data: { handle: 'ada', displayName: 'Ada' } });
    return tx.author.count();
  });

  await Promise.all([database.close(), database.close()]);

  await expect(Promise.all(work)).resolves.toHaveLength(5);
  await expect(transaction).resolves.toBe(1);
  await database.close();
});

test('a transaction that times out while it waits for the connection leaves it free for others', async () => {
  const database = await open(aDataDir('waited'));
  const holder = await database.pool.connect();

  const late = database.prisma.$transaction((tx) => tx.author.count(), { maxWait: 20 });

  await expect(late).rejects.toMatchObject({ code: 'P2028' });
  holder.release();
  expect(await database.prisma.author.count()).toBe(0);
  await database.close();
});

test('an open directory is refused, and free after close', async () => {
  const dataDir = aDataDir('locked');
  const database = await open(dataDir);

  await expect(open(dataDir)).rejects.toThrow('Stop the service first');

  await database.close();
  const next = await open(dataDir);
  await next.close();
});

test('an interrupted first start is repeated', async () => {
  const dataDir = aDataDir('unfinished');
  writeFileSync(join(dataDir, 'db.unfinished'), '');
  rmSync(join(dataDir, 'db', 'global'), { recursive: true });

  const database = await open(dataDir);

  expect((await database.pool.query('SELECT 1 AS "one"')).rows).toEqual([{ one: 1 }]);
  await database.close();
  expect(readdirSync(dataDir).toSorted()).toEqual(['db', expect.stringMatching(/^db\.lock\.\d+$/)]);
});

test.each([
  {
    name: 'a damaged control file',
    damage: (db: string) => truncateSync(join(db, 'global', 'pg_control'), 100),
    says: /could not read file "global\/pg_control".* It is damaged: restore a backup/,
  },
  {
    name: 'a lost log',
    damage: (db: string) => {
      rmSync(join(db, 'pg_wal'), { recursive: true });
      mkdirSync(join(db, 'pg_wal'));
    },
    says: /could not locate a valid checkpoint record.* It is damaged/,
  },
  {
    name: 'a lost PG_VERSION, which must not be taken for an empty directory',
    damage: (db: string) => rmSync(join(db, 'PG_VERSION')),
    says: /it holds files, but no PG_VERSION\. It is damaged/,
  },
  {
    name: 'another version',
    damage: (db: string) => writeFileSync(join(db, 'PG_VERSION'), '17\n'),
    says: /initialized by PostgreSQL version 17.* Open it with the release of Colloquy that made it/,
  },
])('$name is said, with what to do', async ({ damage, says }) => {
  const dataDir = aDataDir(`damaged-${says.source.length}`);
  damage(join(dataDir, 'db'));

  const opened = open(dataDir);

  await expect(opened).rejects.toThrow(DatabaseUnavailableError);
  await expect(opened).rejects.toThrow(says);
  await expect(open(dataDir)).rejects.toThrow(says); // and the lock was released
});

test('a data directory that cannot be created is reported with a remedy', async () => {
  writeFileSync(join(root, 'file'), '');

  const opened = open(join(root, 'file', 'data'));

  await expect(opened).rejects.toThrow(DatabaseUnavailableError);
  await expect(opened).rejects.toThrow(/cannot be used \(ENOTDIR.*choose another with DATA_DIR/);
});
