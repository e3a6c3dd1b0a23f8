import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { newId } from '../../../src/data/database/new-id.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { cutOff, importFaulty, spoilXml } from './faults.ts';
import { findUntold, importContents, readPages, summarise } from './harness.ts';

const SAMPLE = 'test/import/fixtures/sample-disqus.xml';

vi.setConfig({ testTimeout: 120_000 }); // 120 seconds

const FIXTURE = readFileSync('test/import/fixtures/harbour-disqus.xml', 'utf8');
const database = await openTestDatabase();

function aForum(host: string): string {
  return FIXTURE.replaceAll('site.example', host);
}

it('takes from a sample what Disqus shows', async () => {
  const report = await importContents(database, { of: readFileSync(SAMPLE) });

  expect(summarise(report)).toMatchObject({
    read: { authors: 2, posts: 3, comments: 6 },
    taken: { authors: 2, posts: 2, comments: 5 },
    skipped: { 'posts: without an address': 1, 'comments: on pages that the files do not have': 1 },
  });
  expect(await readPages(database, 'example.org')).toMatchObject([
    {
      title: 'Hello, World!',
      comments: [
        { path: [1], by: 'peter', body: '...' },
        { path: [2], by: null, body: '', status: 'DELETED' },
        { path: [1, 3], by: '@user' },
        { path: [2, 4], by: '@user' },
      ],
    },
  ]);
});

it('says before it writes what it will take, and takes nothing twice', async () => {
  const of = aForum('twice.example');

  const rehearsal = await importContents(database, { of, isDryRun: true });
  const report = await importContents(database, { of });
  const again = await importContents(database, { of });

  expect(summarise(rehearsal)).toEqual(summarise(report));
  expect(await findUntold(database, report)).toEqual([]);
  expect(summarise(report)).toEqual({
    read: { authors: 3, posts: 5, tags: 0, comments: 9 },
    taken: { authors: 2, posts: 2, tags: 0, comments: 6 },
    present: { authors: 0, posts: 0, tags: 0, comments: 0 },
    skipped: {
      'authors: without an imported post or comment': 1,
      'posts: at the address of an earlier one, joined with it': 1,
      'posts: deleted there': 1,
      'posts: pages without a comment': 1,
      'comments: spam': 1,
      'comments: on skipped pages': 1,
      'comments: on pages that the files do not have': 1,
    },
    notes: {
      'pages without a title, named after their address': 1,
      'replies to a skipped comment, moved to an ancestor': 1,
    },
  });
  expect(again.taken).toEqual({ authors: 0, posts: 0, tags: 0, comments: 0 });
  expect(again.present).toEqual({ authors: 2, posts: 2, tags: 0, comments: 6 });
});

it('makes discussions of pages, in threads, without any address of a person', async () => {
  await importContents(database, { of: aForum('pages.example') });

  expect(await readPages(database, 'pages.example')).toEqual([
    {
      page: 'pages.example/2020/the-ferry',
      slug: 'pages-example-2020-the-ferry',
      title: 'The ferry & the fog',
      isOpen: false,
      isListed: true,
      comments: [
        {
          ...{ path: [1], by: '@ada', at: '2020-03-02T09:00:00', status: 'PUBLISHED', votes: null },
          body: 'The **fog** was thick, see [here](http://disq.us/url?url=x).',
        },
        { path: [1, 2], by: 'joan', at: '2020-03-02T09:05:00', status: 'PUBLISHED', votes: null, body: 'Indeed.' },
        { path: [3], by: null, at: '2020-03-02T09:10:00', status: 'DELETED', votes: null, body: '' },
        { path: [3, 4], by: '@cleo', at: '2020-03-02T09:15:00', status: 'PUBLISHED', votes: null, body: 'Why?' },
        { path: [3, 4, 5], by: '@cleo', at: '2020-03-02T09:25:00', status: 'PUBLISHED', votes: null, body: 'Not me.' },
      ],
    },
    {
      page: 'pages.example/quay.html',
      slug: 'pages-example-quay-html',
      title: 'Quay',
      isOpen: true,
      isListed: true,
      comments: [
        { path: [1], by: 'Dan', at: '2020-03-04T10:00:00', status: 'PUBLISHED', votes: null, body: 'Nine boats.' },
      ],
    },
  ]);
  const { rows } = await database.pool.query(
    'SELECT to_jsonb(a) AS everything FROM author a UNION ALL SELECT to_jsonb(c) FROM comment c',
  );
  expect(JSON.stringify(rows)).not.toMatch(/mail\.example|203\.0\.113/);
});

it('adds to a page that readers have opened here, and to its comments', async () => {
  const post = newId();
  await database.pool.query(
    `INSERT INTO post (id, slug, title, excerpt, renderer_version, page_url, page_key, is_listed, published_at)
     VALUES ($1, 'opened', 'Opened here', '', 1, 'https://opened.example/quay.html', 'opened.example/quay.html', false, now())`,
    [post],
  );
  await database.pool.query('INSERT INTO discussion (post_id, seq) VALUES ($1, 1)', [post]);
  await database.pool.query(`INSERT INTO event (post_id, seq, kind, last_number) VALUES ($1, 1, 'POST_PUBLISHED', 0)`, [
    post,
  ]);

  const report = await importContents(database, { of: aForum('opened.example') });

  expect(report).toMatchObject({ taken: { posts: 1 }, present: { posts: 1 } });
  expect(await readPages(database, 'opened.example/quay')).toMatchObject([
    { slug: 'opened', title: 'Opened here', isListed: true, comments: [{ body: 'Nine boats.' }] },
  ]);
  expect(await findUntold(database, report)).toEqual([]);
});

it('finds a thread that stands after its posts', async () => {
  const posts = /<post[\s\S]*<\/post>/.exec(FIXTURE)?.[0] ?? '';
  const of = aForum('late.example')
    .replace(posts, '')
    .replace(/<thread/, `${posts}<thread`);

  const report = await importContents(database, { of });

  expect(report.taken).toEqual({ authors: 0, posts: 2, tags: 0, comments: 6 });
});

it('pays for a fault what it touches, and tells it', async () => {
  const names = ['thread', 'link', 'title', 'createdAt', 'isClosed', 'isDeleted', 'post', 'message', 'isSpam'];
  const authors = ['author', 'name', 'isAnonymous', 'username', 'parent', 'category', 'forum', 'ipAddress'];
  const files = [...spoilXml(FIXTURE, [...names, ...authors])];

  expect(await importFaulty(database, { files, format: 'disqus', page: '/quay.html' })).toBe(17 * 9);
});

it('takes of a file that is cut off all that is whole', async () => {
  expect(await importFaulty(database, { files: cutOff(FIXTURE), format: 'disqus', page: null })).toBe(11);
});
