// What is tried again because others wrote at the same time. A sequence keeps its value over a rollback, so that a
// trigger can fail the first attempts and let a later one pass.
import { expect, it, onTestFinished } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aFile, anExport, anItem, runImport } from './harness.ts';

const database = await openTestDatabase();
const { pool } = database;

/** Lets every attempt before the last fail on its first row of a table, as a database does that cannot serialise it. */
async function failFirst(table: string, { attempts, code }: { attempts: number; code: string }): Promise<void> {
  await pool.query(`CREATE SEQUENCE attempts`);
  await pool.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('attempts') <= ${attempts} THEN RAISE 'try again' USING ERRCODE = '${code}'; END IF;
      RETURN NULL;
    END $$`);
  await pool.query(`CREATE TRIGGER fail AFTER INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION fail()`);
  onTestFinished(async () => {
    await pool.query(`DROP FUNCTION fail CASCADE`);
    await pool.query(`DROP SEQUENCE attempts`);
  });
}

/** An export in which an author and comments are noted as changed. */
async function aNotedExport(id: number): Promise<string> {
  const comments = [
    { id: id + 1, parent: 99 },
    { id: id + 2, parent: id + 1 },
    { id: id + 3, parent: id + 2 },
  ];
  return await aFile(anExport(anItem({ id, slug: `post-${id}`, comments }), { site: `https://site-${id}.example` }));
}

it.each([
  ['a serialization failure', '40001', 100],
  ['a deadlock', '40P01', 200],
])('counts a post once that is tried again after %s', async (_, code, id) => {
  await failFirst('comment', { attempts: 2, code });
  const file = await aNotedExport(id);
  const expected = await runImport(database, { file, isDryRun: true, maxReplyDepth: 1 });

  const report = await runImport(database, { file, maxReplyDepth: 1 });

  expect(report).toEqual({ ...expected, isDryRun: false });
  expect(report.notes.map(({ note, count }) => [note, count])).toContainEqual([
    'replies deeper than 1 levels, moved up',
    1,
  ]);
  expect((await pool.query('SELECT FROM comment WHERE source = $1', [`wordpress:site-${id}.example`])).rowCount).toBe(
    3,
  );
  expect(await findDifferences(pool)).toEqual([]);
});

it('counts the authors once when they are tried again', async () => {
  await failFirst('author', { attempts: 2, code: '40001' });

  const report = await runImport(database, { file: await aNotedExport(300) });

  expect(report.taken).toEqual({ authors: 1, posts: 1, tags: 0, comments: 3 });
  expect(report.notes).toContainEqual({
    note: 'authors whose handle was taken and got a number',
    count: 1,
    examples: ['ada-3'],
  });
});

it('gives up on what fails every time, and leaves nothing of it', async () => {
  await failFirst('comment', { attempts: 100, code: '40001' });

  await expect(runImport(database, { file: await aNotedExport(400) })).rejects.toMatchObject({ code: '40001' });

  expect((await pool.query(`SELECT FROM post WHERE slug = 'post-400'`)).rowCount).toBe(0);
});

it('ends at the post that cannot be written: what was before it stays, nothing comes after it', async () => {
  await pool.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.slug = 'post-402' THEN RAISE 'refused'; END IF;
      RETURN NEW;
    END $$`);
  await pool.query('CREATE TRIGGER refuse BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION refuse()');
  onTestFinished(async () => void (await pool.query('DROP FUNCTION refuse CASCADE')));
  const items = [401, 402, 403, 404].map((id) => anItem({ id, slug: `post-${id}`, comments: [{ id: id * 10 }] }));
  const file = await aFile(anExport(items.join(''), { site: 'https://site-400.example' }));

  await expect(runImport(database, { file })).rejects.toThrow('refused');

  const { rows } = await pool.query('SELECT slug FROM post WHERE source = $1', ['wordpress:site-400.example']);
  expect(rows).toEqual([{ slug: 'post-401' }]);
  expect(await findDifferences(pool)).toEqual([]);
});
