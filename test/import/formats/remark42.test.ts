import { gzipSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { openTestDatabase } from '../../harness/database.ts';
import { cutOff, importFaulty, spoilJson } from './faults.ts';
import { findUntold, importContents, readPages, summarise } from './harness.ts';

vi.setConfig({ testTimeout: 120_000 }); // 120 seconds

const database = await openTestDatabase();

const NEVER = '0001-01-01T00:00:00Z';
const META = {
  version: 1,
  users: [
    {
      id: 'github_ben',
      blocked: { status: true, until: '2100-06-01T00:00:00Z' },
      verified: false,
      details: { email: 'ben@mail.example' },
    },
    { id: 'github_ada', blocked: { status: false, until: NEVER }, verified: true },
    { id: 'github_gone', blocked: { status: true, until: NEVER }, verified: false },
  ],
  posts: [
    { url: 'https://site.example/2022/the-ferry', read_only: true },
    { url: 'https://site.example/closed', read_only: true },
  ],
};
const ADA = {
  name: 'Ada &amp; Marsh',
  id: 'github_ada',
  picture: 'https://remark.example/ada.image',
  ip: '293ec5',
  admin: true,
  site_id: 'harbour',
};
const BEN = { name: 'Ben', id: 'github_ben', picture: '', ip: '293ec6', admin: false };
const CLEO = {
  name: 'Cleo',
  id: 'email_5f2a',
  picture: 'https://www.gravatar.com/avatar/5f2a',
  ip: '293ec7',
  admin: false,
};
const DAN = { name: 'Dan', id: 'anonymous_77', picture: '', ip: '293ec8', admin: false };

function aComment(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ id, pid: '', text: `<p>Comment <em>${id}</em>.</p>`, orig: `Comment *${id}*.`, user: ADA },
    ...{
      locator: { site: 'harbour', url: 'https://site.example/2022/the-ferry' },
      score: 0,
      votes: {},
      voted_ips: { '293ec5': {} },
    },
    ...{ vote: 0, time: '2022-07-08T09:10:11.5-06:00', title: 'The ferry', ...more },
  };
}

const COMMENTS = [
  aComment('r1', {
    score: 3,
    votes: { github_ben: true, email_5f2a: true, twitter_x: true, facebook_y: false },
    pin: true,
  }),
  aComment('r2', {
    pid: 'r1',
    user: BEN,
    orig: '',
    edit: { time: '2022-07-08T16:00:00Z', summary: 'typo' },
    time: '2022-07-08T15:10:12Z',
  }),
  aComment('r3', {
    user: { name: 'deleted', id: 'deleted' },
    delete: true,
    text: '',
    orig: '',
    time: '2022-07-08T15:10:13Z',
  }),
  aComment('r4', { pid: 'r3', user: CLEO, time: '2022-07-08T15:10:14Z' }),
  aComment('r5', {
    pid: 'r4',
    user: DAN,
    time: '2022-07-08T15:10:15Z',
    locator: { site: 'harbour', url: 'https://site.example/2022/the-ferry#top' },
  }),
  aComment('r6', { title: '', user: CLEO, locator: { site: 'harbour', url: 'https://site.example/quay' } }),
];

function aBackup(
  host: string,
  { meta = META, comments = COMMENTS }: { meta?: unknown; comments?: readonly unknown[] } = {},
): string {
  const lines = [meta, ...comments].map((value) => `${JSON.stringify(value)}\n`).join('');
  return lines.replaceAll('site.example', host);
}

it('makes discussions of pages, with voters, closed pages and blocked people', async () => {
  const of = gzipSync(aBackup('pages.example'));

  const rehearsal = await importContents(database, { of, isDryRun: true });
  const report = await importContents(database, { of });
  const again = await importContents(database, { of });

  expect(summarise(rehearsal)).toEqual(summarise(report));
  expect(await findUntold(database, report)).toEqual([]);
  expect(again.taken).toEqual({ authors: 0, posts: 0, tags: 0, comments: 0 });
  expect(summarise(report)).toEqual({
    read: { authors: 3, posts: 4, tags: 0, comments: 6 },
    taken: { authors: 3, posts: 2, tags: 0, comments: 6 },
    present: { authors: 0, posts: 0, tags: 0, comments: 0 },
    skipped: {
      'posts: at the address of an earlier one, joined with it': 1,
      'posts: pages without a comment': 1,
    },
    notes: {
      'pinned comments, not pinned here': 1,
      'votes against a comment, left out': 1,
      'votes, taken as reactions of the kind "insightful"': 4,
      'people who were not allowed to write there, muted here': 1,
      'people who were not allowed to write there, and of whom nothing else is known, left out': 1,
      'pages without a title, named after their address': 1,
    },
  });
  expect(await readPages(database, 'pages.example')).toMatchObject([
    {
      ...{ page: 'pages.example/2022/the-ferry', title: 'The ferry', isOpen: false },
      comments: [
        { path: [1], by: '@ada-marsh', at: '2022-07-08T15:10:11.5', body: 'Comment *r1*.', votes: 4 },
        { path: [1, 2], by: '@ben', body: 'Comment *r2*.' },
        { path: [3], by: null, body: '', status: 'DELETED' },
        { path: [3, 4], by: '@cleo' },
        { path: [3, 4, 5], by: 'Dan' },
      ],
    },
    { page: 'pages.example/quay', title: 'Quay', isOpen: true, comments: [{ by: '@cleo' }] },
  ]);
});

it('knows who voted, keeps no hash of a mail address, and recognises people by a newer backup', async () => {
  const votes = await database.pool.query(
    `SELECT a.handle, n.count, n.imported FROM reaction r JOIN author a ON a.id = r.author_id
       JOIN reaction_count n ON n.comment_id = r.comment_id ORDER BY a.handle`,
  );
  // The fourth is the one of a score of three, with one against.
  expect(votes.rows).toEqual([
    { handle: 'ben', count: 4, imported: 2 },
    { handle: 'cleo', count: 4, imported: 2 },
  ]);
  const mutes = await database.pool.query(
    `SELECT a.handle, m.until, e.action, e.actor_id AS actor FROM mute m JOIN author a ON a.id = m.author_id JOIN audit_entry e ON e.id = m.decision_id`,
  );
  expect(mutes.rows).toEqual([{ handle: 'ben', until: null, action: 'MUTE', actor: null }]);
  const people = await database.pool.query(
    'SELECT external_id AS id, avatar_url AS picture FROM author ORDER BY handle',
  );
  expect(people.rows).toEqual([
    { id: 'github_ada', picture: 'https://remark.example/ada.image' },
    { id: 'github_ben', picture: null },
    { id: 'first-comment:r6', picture: null },
  ]);

  const comments = [...COMMENTS, aComment('r7', { user: CLEO, pid: 'r1', time: '2023-01-01T00:00:00Z' })];
  const report = await importContents(database, { of: aBackup('pages.example', { comments }) });

  expect(report).toMatchObject({ taken: { authors: 0, comments: 1 }, present: { authors: 3, comments: 6 } });
});

it('pays for a fault what it touches, and tells it', async () => {
  const control = aComment('control', { locator: { site: 'harbour', url: 'https://site.example/control' } });
  const files = [
    ...spoilJson([
      { ...META, users: META.users.slice(0, 1), posts: META.posts.slice(0, 1) },
      ...COMMENTS.slice(0, 1),
      control,
    ]),
  ]
    .filter(({ name }) => !name.startsWith('/2'))
    .map(({ name, value }) => {
      const [meta, ...comments] = value as unknown[];
      return { name, of: aBackup('site.example', { meta, comments }) };
    });

  expect(await importFaulty(database, { files, format: 'remark42', page: '/control' })).toBeGreaterThan(100);
});

it('takes of a file that is cut off all that is whole', async () => {
  expect(await importFaulty(database, { files: cutOff(aBackup('site.example')), format: 'remark42', page: null })).toBe(
    11,
  );
});

it('takes what there is of a compressed file that is cut off', async () => {
  const whole = gzipSync(aBackup('short.example'));

  const report = await importContents(database, { of: whole.subarray(0, whole.length - 30) });

  expect(report.isFaulty).toBe(true);
  expect(report.taken.comments).toBeGreaterThan(0);
  expect(await findUntold(database, report)).toEqual([]);
});
