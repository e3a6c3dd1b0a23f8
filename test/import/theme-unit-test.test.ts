// A real export, the one that WordPress' theme reviewers test with (WPTT/theme-test-data); where it is not there, these
// tests are skipped.
import { existsSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestDatabase } from '../harness/database.ts';
import { runImport } from './harness.ts';

const FILE = '../shared/data/themeunittestdata.wordpress.xml';
const isThere = existsSync(FILE);
if (!isThere) console.warn(`${FILE} is not there: the import of a real export is not tested.`);

// The whole export is some hundred kilobytes of markup.
vi.setConfig({ testTimeout: 120_000 }); // 120 seconds

const database = await openTestDatabase();

async function rows(statement: string): Promise<Record<string, unknown>[]> {
  return (await database.pool.query<Record<string, unknown>>(statement)).rows;
}

it.skipIf(!isThere)('takes from a real export what a publisher would', async () => {
  const report = await runImport(database, { file: FILE });

  expect(report).toMatchObject({
    title: 'Theme Unit Test Data',
    isComplete: true,
    taken: { authors: 2, posts: 55, tags: 128, comments: 22 },
    present: { authors: 0, posts: 0, tags: 0, comments: 0 },
  });
  expect(Object.fromEntries(report.skipped.map(({ kind, reason, count }) => [`${kind}: ${reason}`, count]))).toEqual({
    'posts: drafts': 1,
    'posts: scheduled': 1,
    'posts: password-protected': 1,
    'tags: "Uncategorized", the default category': 1,
    'tags: only on skipped posts': 1,
    'comments: pingbacks': 2,
    'comments: trackbacks': 2,
    'comments: waiting for approval': 1,
    'comments: on skipped posts and pages': 6,
    'items: pages': 21,
    'items: menu items': 70,
    'items: attachments: pictures and files stay where they are': 37,
  });
  expect(await findDifferences(database.pool)).toEqual([]);
});

it.skipIf(!isThere)('keeps the threads of "Template: Comments"', async () => {
  const comments = await rows(
    `SELECT c.number, c.path, c.guest_name AS who, c.created_at AS at, split_part(c.body, E'\\n', 1) AS line
     FROM comment c JOIN post p ON p.id = c.post_id WHERE p.slug = 'template-comments' ORDER BY c.path`,
  );

  expect(comments).toHaveLength(19);
  expect(comments.filter(({ path }) => (path as number[]).length === 1).map(({ number }) => number)).toEqual([
    1, 2, 3, 4, 5, 6, 16, 17, 18, 19,
  ]);
  expect(comments[14]).toEqual({
    number: 15,
    path: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    who: 'themedemos',
    at: new Date('2013-03-14T15:14:47Z'),
    line: 'Comment Depth 10',
  });
  expect(comments[0]).toMatchObject({ who: 'John Γιάννης Doe Κάποιος', line: '**Headings**' });
});

it.skipIf(!isThere)('turns its markup into what readers saw', async () => {
  const [post] = await rows(`SELECT body, body_html AS html FROM post WHERE slug = 'markup-html-tags-and-formatting'`);

  expect(post?.['body']).toContain('> Stay hungry. Stay foolish.');
  expect(post?.['body']).toContain('| [John Doe](http://example.org/)    | $1     |');
  expect(post?.['body']).toContain("Albert Einstein's E = MC²");
  expect(post?.['body']).toContain('8. List item one -start at 8');
  expect(post?.['html']).toContain('<blockquote dir="auto">');
  expect(post?.['html']).not.toMatch(/&lt;(?:p|div|br|strong|span)\b/);
});

it.skipIf(!isThere)('gives every post an address, a title, an author and a date', async () => {
  expect(
    await rows(`SELECT slug FROM post WHERE slug = '' OR title = '' OR published_at IS NULL OR author_id IS NULL`),
  ).toEqual([]);
  expect(await rows(`SELECT title FROM post WHERE slug = 'edge-case-no-title'`)).toEqual([
    { title: 'This post has no title, but it still must link to the…' },
  ]);
  expect(await rows(`SELECT title FROM post WHERE slug = 'markup-title-with-markup'`)).toEqual([
    { title: 'Markup: Title With Markup' },
  ]);
  // One post bears the login of its author with a stray sign before it.
  expect(await rows('SELECT handle FROM author ORDER BY handle')).toEqual([
    { handle: 'themedemos' },
    { handle: 'themereviewteam' },
  ]);
});

it.skipIf(!isThere)('changes nothing the second time', async () => {
  const report = await runImport(database, { file: FILE });

  expect(report.taken).toEqual({ authors: 0, posts: 0, tags: 0, comments: 0 });
  expect(report.present).toEqual({ authors: 2, posts: 55, tags: 128, comments: 22 });
});
