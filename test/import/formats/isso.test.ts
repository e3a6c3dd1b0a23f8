import { expect, it, vi } from 'vitest';
import { openTestDatabase } from '../../harness/database.ts';
import { cutOff, importFaulty, spoilJson } from './faults.ts';
import { findUntold, importContents, readPages, summarise } from './harness.ts';

vi.setConfig({ testTimeout: 120_000 }); // 120 seconds

const database = await openTestDatabase();

function aComment(id: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  const person = {
    author: 'Dan',
    email: 'dan@mail.example',
    website: 'https://dan.example',
    remote_addr: '203.0.113.0',
  };
  return { id, ...person, created: `2019-05-06 07:08:0${String(id)}`, text: `Comment *${String(id)}*.`, ...more };
}

const THREADS = [
  {
    id: 'https://site.example/2019/the-ferry/',
    title: 'The ferry',
    comments: [
      aComment(1, { likes: 4, dislikes: 1, modified: 1557126999.5 }),
      aComment(2, { parent: 1, author: 'joan@mail.example' }),
      aComment(3, { mode: 2 }),
      aComment(4, { mode: 4, text: '' }),
      aComment(5, { parent: 4, author: null }),
    ],
  },
  // The ids are those of a thread.
  { id: 'https://site.example/quay', title: '', comments: [aComment(1)] },
];

it('makes discussions of pages, and says what is left out', async () => {
  const of = JSON.stringify(THREADS).replaceAll('site.example', 'pages.example');

  const rehearsal = await importContents(database, { of, isDryRun: true });
  const report = await importContents(database, { of });
  const again = await importContents(database, { of });

  expect(summarise(rehearsal)).toEqual(summarise(report));
  expect(await findUntold(database, report)).toEqual([]);
  expect(again.taken).toEqual({ authors: 0, posts: 0, tags: 0, comments: 0 });
  expect(summarise(report)).toMatchObject({
    taken: { authors: 0, posts: 2, comments: 5 },
    skipped: { 'comments: waiting for approval': 1 },
    notes: {
      'times without a zone, read as UTC': 6,
      'votes against a comment, left out': 1,
      'votes, taken as reactions of the kind "insightful"': 4,
    },
  });
  expect(await readPages(database, 'pages.example')).toMatchObject([
    {
      page: 'pages.example/2019/the-ferry',
      title: 'The ferry',
      comments: [
        { path: [1], by: 'Dan', at: '2019-05-06T07:08:01', body: 'Comment *1*.', votes: 4 },
        { path: [1, 2], by: 'joan' },
        { path: [3], by: null, body: '', status: 'DELETED' },
        { path: [3, 4], by: null },
      ],
    },
    { page: 'pages.example/quay', title: 'Quay', comments: [{ path: [1], body: 'Comment *1*.' }] },
  ]);
  const { rows } = await database.pool.query(`SELECT edited_at AS edited FROM comment WHERE edited_at IS NOT NULL`);
  expect(rows).toEqual([{ edited: new Date(1557126999500) }]);
});

it('asks of which site paths are, and takes them then', async () => {
  const of = JSON.stringify(THREADS).replaceAll('https://site.example', '');

  await expect(importContents(database, { of })).rejects.toThrow('say of which site they are, with --site ADDRESS');
  const report = await importContents(database, { of, site: 'https://paths.example' });

  expect(report).toMatchObject({ address: 'https://paths.example', taken: { posts: 2, comments: 5 } });
  expect(await readPages(database, 'paths.example')).toHaveLength(2);
});

it('pays for a fault what it touches, and tells it', async () => {
  const control = { id: 'https://site.example/control', title: 'Control', comments: [aComment(9)] };
  const [first] = THREADS;
  const sound = [{ ...first, comments: first?.comments.slice(0, 2) }, control];
  const files = [...spoilJson(sound)]
    .filter(({ name }) => !name.startsWith('/1'))
    .map(({ name, value }) => ({ name, of: JSON.stringify(value) }));

  expect(await importFaulty(database, { files, format: 'isso', page: '/control' })).toBeGreaterThan(100);
});

it('takes of a file that is cut off all that is whole', async () => {
  expect(await importFaulty(database, { files: cutOff(JSON.stringify(THREADS)), format: 'isso', page: null })).toBe(11);
});

it('pays for a comment that is no JSON with that comment', async () => {
  const thread = { id: 'https://part.example/a', title: 'Part', comments: [aComment(1), aComment(2), aComment(3)] };
  const of = JSON.stringify([thread], null, 1).replace('"id": 2', '"id": NaN');

  const report = await importContents(database, { of });

  expect(summarise(report)).toMatchObject({
    taken: { posts: 1, comments: 2 },
    skipped: { 'comments: that are no JSON objects': 1 },
    notes: { 'threads that are no JSON, read comment by comment': 1 },
  });
  const line = of.slice(0, of.indexOf('"id": NaN')).split('\n').length - 1;
  expect(report.skipped[0]?.examples).toEqual([`line ${line}`]);
  expect(await readPages(database, 'part.example')).toMatchObject([
    { title: 'Part', comments: [{ body: 'Comment *1*.' }, { body: 'Comment *3*.' }] },
  ]);
});

it('skips comments of a mode that Isso does not have', async () => {
  const comments = [aComment(1), aComment(2, { mode: 5 })];
  const report = await importContents(database, {
    of: JSON.stringify([{ id: 'https://mode.example/a', title: 'Mode', comments }]),
  });

  expect(summarise(report)['skipped']).toEqual({ 'comments: comments of the mode 5': 1 });
});
