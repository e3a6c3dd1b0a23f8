import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../src/data/database/database.ts';
import { migrate, MIGRATIONS } from '../../src/data/database/migrate.ts';
import { copyTemplate, emptyTemplate, makeTemplate } from '../../src/data/embedded/embedded-template.ts';
import type { Template } from '../../src/data/embedded/embedded-template.ts';
import { packDirectory, unpackDirectory, writeDirectory } from '../../src/data/embedded/packed-directory.ts';

const CACHE = 'node_modules/.cache/colloquy';

const root = mkdtempSync(join(tmpdir(), 'colloquy-template-test-'));
afterAll(() => {
  rmSync(root, { recursive: true });
  for (const file of keptFiles()) rmSync(join(CACHE, file));
});

const keptFiles = () => readdirSync(CACHE).filter((name) => name.startsWith('of-a-test-'));
const aTemplate = (key: string): Template => ({ name: 'of-a-test', key: `${key} ${root}` });

function open(dataDir: string, template: Template): Promise<Database> {
  return openDatabase({ databaseUrl: null, dataDir, onError: (error) => console.error(error), template: () => template });
}

async function addAuthor(dataDir: string): Promise<void> {
  const database = await open(dataDir, emptyTemplate());
  await migrate(database.pool, { directory: MIGRATIONS });
  await database.prisma.author.create({ data: { handle: 'ada', displayName: 'Ada' } });
  await database.close();
}

test('a directory comes back as it was packed, its empty folders and files too', () => {
  const from = join(root, 'from');
  mkdirSync(join(from, 'a/empty'), { recursive: true });
  writeFileSync(join(from, 'a/bytes'), Buffer.from([0, 255, 10]));
  writeFileSync(join(from, 'nothing'), '');
  const to = join(root, 'to');
  mkdirSync(to);

  writeDirectory(unpackDirectory(packDirectory(from)), to);

  expect(readdirSync(to, { recursive: true }).sort()).toEqual(['a', 'a/bytes', 'a/empty', 'nothing']);
  expect(readFileSync(join(to, 'a/bytes'))).toEqual(Buffer.from([0, 255, 10]));
  expect(readFileSync(join(to, 'nothing'), 'utf8')).toBe('');
});

test('a first start begins with what is in its template, and a later one with its own data', async () => {
  const template = aTemplate('with Ada');
  await makeTemplate(template, addAuthor);
  for (const file of keptFiles()) expect(statSync(join(CACHE, file)).mode & 0o077).toBe(0);
  const dataDir = join(root, 'first');

  const first = await open(dataDir, template);
  expect(await migrate(first.pool, { directory: MIGRATIONS })).toEqual([]);
  expect((await first.prisma.author.findMany()).map(({ handle }) => handle)).toEqual(['ada']);
  await first.prisma.author.deleteMany();
  await first.close();

  const second = await open(dataDir, template);
  expect(await second.prisma.author.count()).toBe(0);
  await second.close();
});

test('a first start whose template is damaged makes its own database', async () => {
  const template = aTemplate('damaged');
  await makeTemplate(template, addAuthor);
  for (const file of keptFiles()) writeFileSync(join(CACHE, file), 'not gzip');

  const database = await open(join(root, 'damaged'), template);

  await migrate(database.pool, { directory: MIGRATIONS });
  expect(await database.prisma.author.count()).toBe(0);
  await database.close();
});

test('a template is made once, and an older one of its name goes', async () => {
  let made = 0;
  const fill = (dataDir: string) => {
    made += 1;
    mkdirSync(join(dataDir, 'db'));
    return Promise.resolve();
  };

  await makeTemplate(aTemplate('1'), fill);
  await makeTemplate(aTemplate('1'), fill);
  await makeTemplate(aTemplate('2'), fill);

  expect(made).toBe(2);
  expect(keptFiles()).toHaveLength(1);
});

test('a database whose template failed half-way is in no file', async () => {
  const template = aTemplate('failed');
  const fill = () => Promise.reject(new Error('no room'));

  await expect(makeTemplate(template, fill)).rejects.toThrow('no room');

  expect(copyTemplate(template, root)).toBe(false);
  expect(existsSync(join(root, 'PG_VERSION'))).toBe(false);
});
