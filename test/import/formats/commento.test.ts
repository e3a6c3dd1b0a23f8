import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { openTestDatabase } from '../../harness/database.ts';
import { cutOff, importFaulty, spoilJson } from './faults.ts';
import { findUntold, importContents, readPages, summarise } from './harness.ts';

const SAMPLE = 'test/import/fixtures/sample-commento.json';

vi.setConfig({ testTimeout: 120_000 }); // 120 seconds

const database = await openTestDatabase();

function aComment(hex: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{
      commentHex: hex,
      domain: 'site.example',
      url: '/2021/the-ferry.html',
      commenterHex: 'ada',
      markdown: `Comment *${hex}*.`,
    },
    ...{
      html: '',
      parentHex: 'root',
      score: 0,
      state: 'approved',
      creationDate: '2021-03-12T11:21:56.5Z',
      direction: 0,
      deleted: false,
    },
    ...more,
  };
}

const ADA = {
  ...{
    commenterHex: 'ada',
    email: 'ada@mail.example',
    name: 'Ada Marsh',
    link: 'https://ada.example',
    provider: 'commento',
  },
  ...{ photo: 'https://www.gravatar.com/avatar/0', joinDate: '2021-01-01T00:00:00Z', isModerator: false },
};
const BEN = {
  ...ADA,
  commenterHex: 'ben',
  email: 'ben@mail.example',
  name: 'Ben',
  photo: 'https://pictures.example/ben.png',
};
const EXPORT = {
  version: 1,
  comments: [
    aComment('c1', { score: 3 }),
    aComment('c2', { parentHex: 'c1', commenterHex: 'ben', score: -2, creationDate: '2021-03-12T11:22:00Z' }),
    aComment('c3', {
      commenterHex: 'anonymous',
      deleted: true,
      markdown: '[deleted]',
      creationDate: '2021-03-12T11:23:00Z',
    }),
    aComment('c4', { parentHex: 'c3', commenterHex: 'anonymous', creationDate: '2021-03-12T11:24:00Z' }),
    aComment('c5', { state: 'unapproved' }),
    aComment('c6', { state: 'flagged' }),
    aComment('c7', { url: 'quay/', commenterHex: 'nobody', markdown: '', html: '<p>Nine <b>boats</b>.</p>' }),
  ],
  commenters: [ADA, BEN, { ...ADA, commenterHex: 'cleo', name: 'Cleo' }],
};

function anExport(host: string): string {
  return JSON.stringify(EXPORT, null, 1).replaceAll('site.example', host);
}

it('takes all of a sample', async () => {
  const report = await importContents(database, { of: readFileSync(SAMPLE) });

  expect(summarise(report)).toMatchObject({
    taken: { authors: 2, posts: 2, comments: 3 },
    skipped: {},
    notes: { 'votes, taken as reactions of the kind "insightful"': 1 },
  });
  expect(await readPages(database, 'example.com')).toMatchObject([
    {
      page: 'example.com/blog/post/1',
      title: '1',
      comments: [
        { by: '@user5276', path: [1] },
        { by: '@saturnin-uf', path: [1, 2] },
      ],
    },
    { page: 'example.com/blog/post/2', title: '2', comments: [{ by: null, votes: 1, path: [1] }] },
  ]);
});

it('makes discussions of pages, with places, votes and pictures, and says what is left out', async () => {
  const of = anExport('pages.example');

  const rehearsal = await importContents(database, { of, isDryRun: true });
  const report = await importContents(database, { of });
  const again = await importContents(database, { of });

  expect(summarise(rehearsal)).toEqual(summarise(report));
  expect(await findUntold(database, report)).toEqual([]);
  expect(again.taken).toEqual({ authors: 0, posts: 0, tags: 0, comments: 0 });
  expect(summarise(report)).toEqual({
    read: { authors: 3, posts: 2, tags: 0, comments: 7 },
    taken: { authors: 2, posts: 2, tags: 0, comments: 5 },
    present: { authors: 0, posts: 0, tags: 0, comments: 0 },
    skipped: {
      'authors: without an imported post or comment': 1,
      'comments: waiting for approval': 1,
      'comments: flagged as spam': 1,
    },
    notes: {
      'votes against a comment, left out': 2,
      'votes, taken as reactions of the kind "insightful"': 3,
      'people whom the files do not have, taken as guests': 1,
      'pages without a title, named after their address': 2,
    },
  });
  expect(await readPages(database, 'pages.example')).toMatchObject([
    {
      page: 'pages.example/2021/the-ferry.html',
      title: 'The ferry',
      comments: [
        { path: [1], by: '@ada-marsh', body: 'Comment *c1*.', votes: 3 },
        { path: [1, 2], by: '@ben', votes: null },
        { path: [3], by: null, body: '', status: 'DELETED' },
        { path: [3, 4], by: null, body: 'Comment *c4*.' },
      ],
    },
    { page: 'pages.example/quay', title: 'Quay', comments: [{ by: null, body: 'Nine **boats**.' }] },
  ]);
  const { rows } = await database.pool.query(
    `SELECT handle, avatar_url AS picture FROM author WHERE external_id IN ('ada', 'ben') ORDER BY handle`,
  );
  expect(rows).toEqual([
    { handle: 'ada-marsh', picture: null },
    { handle: 'ben', picture: 'https://pictures.example/ben.png' },
  ]);
});

it('leaves votes out, and says so, where there are no reactions', async () => {
  const report = await importContents(database, { of: anExport('silent.example'), voteKind: null });

  expect(summarise(report)).toMatchObject({ notes: { 'votes left out: REACTIONS is off here': 3 } });
  expect(await findUntold(database, report)).toEqual([]);
});

it('loses one comment to a bracket, a comma or a quotation mark that is missing', async () => {
  const text = anExport('broken.example');
  const second = text.indexOf('"c2"');
  const end = text.indexOf('}', second);
  const broken = {
    bracket: text.slice(0, end) + text.slice(end + 1),
    comma: text.slice(0, end + 1) + text.slice(end + 2),
    mark: text.replace('"c2",', '"c2,'),
    tooMany: text.replace('"c2",', '"c2"",'),
  };

  const taken: number[] = [];
  for (const of of Object.values(broken)) {
    taken.push((await importContents(database, { of, isDryRun: true })).taken.comments);
  }

  expect(taken).toEqual([4, 5, 4, 4]);
});

it('pays for a fault what it touches, and tells it', async () => {
  const control = aComment('control', { url: '/control' });
  const sound = {
    ...EXPORT,
    comments: [...EXPORT.comments.slice(0, 3), control],
    commenters: EXPORT.commenters.slice(0, 1),
  };
  const files = [...spoilJson(sound)]
    .filter(({ name }) => !/^\/comments(?:\/3)? |^\/comments\/[123]\//.test(name))
    .map(({ name, value }) => ({ name, of: JSON.stringify(value) }));

  expect(await importFaulty(database, { files, format: 'commento', page: '/control' })).toBeGreaterThan(100);
});

it('takes of a file that is cut off all that is whole', async () => {
  expect(await importFaulty(database, { files: cutOff(JSON.stringify(EXPORT)), format: 'commento', page: null })).toBe(
    11,
  );
});

it('keeps a comment whose id looks like that of a part of a long one', async () => {
  const long = aComment('x', { markdown: 'word '.repeat(3_000) });
  const comments = [long, aComment('x/2'), aComment('x/3', { parentHex: 'x/2' })];
  const of = JSON.stringify({ version: 1, comments, commenters: [ADA] }).replaceAll('site.example', 'parts.example');

  const report = await importContents(database, { of });

  expect(await findUntold(database, report)).toEqual([]);
  const [page] = await readPages(database, 'parts.example');
  expect(page).toMatchObject({
    comments: expect.arrayContaining([
      expect.objectContaining({ body: 'Comment *x/2*.' }),
      expect.objectContaining({ body: 'Comment *x/3*.' }),
    ]),
  });
  expect((await importContents(database, { of })).taken.comments).toBe(0);
});

it('tells of more votes than a comment can keep', async () => {
  const of = JSON.stringify({ version: 1, comments: [aComment('v', { score: 2_000_000 })], commenters: [ADA] });

  const report = await importContents(database, { of: of.replaceAll('site.example', 'votes.example') });

  expect(summarise(report)).toMatchObject({
    notes: { 'comments with more votes than a million, which is what they keep': 1 },
  });
});
