import { expect, it, vi } from 'vitest';
import { openTestDatabase } from '../../harness/database.ts';
import { cutOff, importFaulty } from './faults.ts';
import { findUntold, importContents, readPages, summarise } from './harness.ts';

vi.setConfig({ testTimeout: 120_000 }); // 120 seconds

const database = await openTestDatabase();

const USERS = [
  ['1', 'ada@mail.example', 'Ada', 'MODERATOR', 'false', '2018-01-01T00:00:00Z'],
  ['2', 'ben@mail.example', 'Ben', 'COMMENTER', '', ''],
  ['3', 'cleo@mail.example', 'Cleo', '', 'true', ''],
  ['4', 'dan@mail.example', 'Dan', '', '', ''],
];
const STORIES = [
  [
    'site.example/s1',
    'https://site.example/2018/the-ferry?id=7',
    'The "ferry", again',
    'Ada',
    '2018-02-03T04:05:06Z',
    '2018-03-01T00:00:00Z',
    'COMMENTS',
  ],
  ['site.example/s2', 'https://site.example/quay', '', '', '', '', ''],
];
const COMMENTS = [
  ['c1', '1', 'site.example/s1', '2018-02-03T05:00:00Z', '<b>Fog</b>,<br>"thick"\nfog', '', 'APPROVED', ''],
  ['c2', '2', 'site.example/s1', '2018-02-03T05:01:00Z', 'No.', 'c1', 'REJECTED', ''],
  ['c3', '1', 'site.example/s1', '2018-02-03T05:02:00Z', 'Indeed.', 'c2', 'NONE', '4'],
  ['c4', '2', 'site.example/s1', '2018-02-03T05:03:00Z', 'Later.', '', 'PREMOD', ''],
  ['c5', '9', 'site.example/s2', '2018-02-03T05:04:00Z', 'Boats.', '', '', ''],
  ['c6', '2', 'site.example/s9', '2018-02-03T05:05:00Z', 'Nowhere.', '', '', ''],
];

const NAMES = ['comments.csv', 'users.csv', 'stories.csv'];

function toCsv(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\r\n');
}

function tablesOf(host: string): string[] {
  return [COMMENTS, USERS, STORIES].map((rows) => toCsv(rows).replaceAll('site.example', host));
}

it('joins the three tables, in whatever order they come', async () => {
  const of = tablesOf('pages.example');

  const rehearsal = await importContents(database, { of, isDryRun: true });
  const report = await importContents(database, { of });
  const again = await importContents(database, { of });

  expect(summarise(rehearsal)).toEqual(summarise(report));
  expect(await findUntold(database, report)).toEqual([]);
  expect(again.taken).toEqual({ authors: 0, posts: 0, tags: 0, comments: 0 });
  expect(summarise(report)).toEqual({
    read: { authors: 4, posts: 2, tags: 0, comments: 6 },
    taken: { authors: 3, posts: 2, tags: 0, comments: 4 },
    present: { authors: 0, posts: 0, tags: 0, comments: 0 },
    skipped: {
      'authors: without an imported post or comment': 1,
      'comments: waiting for approval': 1,
      'comments: on pages that the files do not have': 1,
    },
    notes: {
      'ratings of comments, left out': 1,
      'people who were not allowed to write there, muted here': 1,
      'people whom the files do not have, taken as guests': 1,
      'pages without a title, named after their address': 1,
    },
  });
  expect(await readPages(database, 'pages.example')).toMatchObject([
    {
      ...{ page: 'pages.example/2018/the-ferry?id=7', title: 'The "ferry", again', isOpen: false },
      comments: [
        { path: [1], by: '@ada', body: '**Fog**,\\\n"thick"\\\nfog' },
        { path: [1, 2], by: '@ben', status: 'HIDDEN', body: 'No.' },
        { path: [1, 2, 3], by: '@ada', status: 'PUBLISHED' },
      ],
    },
    { page: 'pages.example/quay', title: 'Quay', comments: [{ by: null, body: 'Boats.' }] },
  ]);
});

it('reads tables with a heading, in whatever order their columns are', async () => {
  const [comments = '', users = '', stories = ''] = tablesOf('heading.example');
  const heading = 'id,author_id,story_id,created_at,body,parent_id,status,rating\n';
  const turned = toCsv(USERS.map((row) => row.toReversed()));

  const report = await importContents(database, {
    of: [heading + comments, `created_at,banned,role,username,email,id\n${turned || users}`, stories],
  });

  expect(report.taken).toEqual({ authors: 3, posts: 2, tags: 0, comments: 4 });
});

it('says what is no table of Coral', async () => {
  await expect(importContents(database, { of: 'a,b\nc,d\n' })).rejects.toThrow('not a table of Coral');
});

it('loses one record to a quotation mark without an end', async () => {
  const [comments = '', ...others] = tablesOf('quotes.example');

  const report = await importContents(database, { of: [comments.replace(',Indeed.,', ',"Indeed.,'), ...others] });

  expect(report.taken.comments).toBe(3);
  expect(summarise(report)).toMatchObject({ skipped: { 'comments: with a quotation mark that has no end': 1 } });
  expect(await findUntold(database, report)).toEqual([]);
});

it('tells of quotation marks that were mended, and of cells that are missing', async () => {
  const [comments = '', users = '', stories = ''] = tablesOf('marks.example');
  const odd = [
    'c7,2,marks.example/s2,2018-02-03T05:06:00Z,"Say "ahoy" there.",,,',
    'c10,2,marks.example/s2,2018-02-03T05:09:00Z,Short.',
  ];

  const report = await importContents(database, { of: [`${comments}\n${odd.join('\n')}`, users, stories] });

  expect(summarise(report)).toMatchObject({
    notes: {
      'quotation marks within a quoted cell, written once instead of twice': 1,
      'records with fewer cells than columns; the last are taken as empty': 1,
    },
  });
  const pages = await readPages(database, 'marks.example/quay');
  expect(pages).toMatchObject([{ comments: [{}, { body: 'Say "ahoy" there.' }, { body: 'Short.' }] }]);
});

it('pays for a fault what it touches, and tells it', async () => {
  const tables = [
    [...COMMENTS.slice(0, 2), ['c9', '1', 'site.example/control', '2018-02-03T05:00:00Z', 'Control.', '', '', '']],
    USERS.slice(0, 2),
    [...STORIES.slice(0, 1), ['site.example/control', 'https://site.example/control', '', '', '', '', '']],
  ];
  const faults = ['', 'x'.repeat(100_000), '{"a":1}', '-7', '\u0000\ufffe "\n', "=cmd|'/C calc'!A0"];
  const files = tables.flatMap((rows, table) =>
    (rows[0] ?? []).flatMap((_, column) =>
      faults.map((fault) => {
        const spoilt = rows.map((row, at) => (at === 0 ? row.with(column, fault) : row));
        return {
          name: `${String(table)} ${String(column)} ${fault.slice(0, 9)}`,
          of: tables.with(table, spoilt).map(toCsv),
        };
      }),
    ),
  );
  const missing = tables.flatMap((rows, table) =>
    (rows[0] ?? []).map((_, column) => {
      const spoilt = rows.map((row, at) => (at === 0 ? row.toSpliced(column, 1) : row));
      // The first record tells what a table is.
      return {
        name: `${String(table)} ${String(column)} missing`,
        of: tables.with(table, spoilt.toReversed()).map(toCsv),
      };
    }),
  );

  expect(
    await importFaulty(database, {
      files: [...files, ...missing],
      format: 'coral',
      fileNames: NAMES,
      page: '/control',
    }),
  ).toBe(21 * 7);
});

it('takes of a file that is cut off all that is whole', async () => {
  const [comments = '', ...others] = tablesOf('site.example');
  const files = [...cutOff(comments)].map(({ name, of }) => ({ name, of: [...[of].flat(), ...others] }));

  expect(await importFaulty(database, { files, format: 'coral', fileNames: NAMES, page: null })).toBe(11);
});
