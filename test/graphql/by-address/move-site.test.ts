import { beforeEach, expect, test } from 'vitest';
import { moveAddress, readSiteMove } from '../../../src/domain/by-address/moved-address.ts';
import { moveSite, type PageOutcome } from '../../../src/domain/by-address/move-site.ts';
import { readPageAddress } from '../../../src/text/address/page-address.ts';
import { openTestApi } from '../../harness/api.ts';
import { readContract } from '../../harness/contract.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { aComment, aPost } from '../../harness/fixtures.ts';

const database = await openTestDatabase();
const sites = ['https://old.example', 'https://new.example', 'https://x.example'];
const api = openTestApi(database, { sites, postUrl: 'https://new.example/posts/{slug}' });

const FIND = 'query ($url: String!) { post(by: { url: $url }) { id url comments { nodes { url } } } }';

beforeEach(async () => {
  await database.pool.query('TRUNCATE post CASCADE');
});

async function open(url: string): Promise<string> {
  const { openDiscussion } = await api.data<{ openDiscussion: { post: { id: string } } }, object>([
    readContract('15-by-url', 'OpenDiscussion'),
    { input: { url, title: 'A page' } },
  ]);
  return openDiscussion.post.id;
}

async function find(url: string) {
  const { post } = await api.data<
    { post: { id: string; url: string; comments: { nodes: { url: string }[] } } | null },
    object
  >([FIND, { url }]);
  return post;
}

async function move(from: string, to: string, { isDryRun = false } = {}): Promise<PageOutcome[]> {
  const outcomes = [];
  const moving = moveSite(api.services, { ...readSiteMove({ from, to }), isDryRun });
  for await (const outcome of moving) outcomes.push(outcome);
  return outcomes;
}

test('every page below a place has the same path below the other, also for those who asked before', async () => {
  const id = await open('https://old.example/2026/a?page=2');
  await aComment(api, { postId: id });
  await open('https://x.example/a');
  for (let time = 1; time <= 3; time += 1) await find('https://old.example/2026/a?page=2');

  const moved = await move('http://www.old.example/', 'https://new.example/blog/');

  const url = 'https://new.example/blog/2026/a?page=2';
  expect(moved).toEqual([{ url: 'https://old.example/2026/a?page=2', to: url, refusal: null }]);
  for (let time = 1; time <= 3; time += 1) {
    expect(await find('https://old.example/2026/a?page=2')).toBeNull();
    expect(await find(url)).toEqual({ id, url, comments: { nodes: [{ url: `${url}#comment-1` }] } });
  }
  expect(await find('https://x.example/a')).toMatchObject({ url: 'https://x.example/a' });
  expect(await move('https://old.example', 'https://new.example/blog')).toEqual([]);
});

test('an answer that was kept for an address is not given once the address is another page’s', async () => {
  const first = await open('https://old.example/a');
  const second = await open('https://x.example/a');
  for (let time = 1; time <= 3; time += 1) expect(await find('https://x.example/a')).toMatchObject({ id: second });

  await move('https://x.example', 'https://new.example');
  await move('https://old.example', 'https://x.example');

  expect(await find('https://x.example/a')).toMatchObject({ id: first });
  expect(await find('https://new.example/a')).toMatchObject({ id: second });
});

test('a dry run tells the same and changes nothing', async () => {
  await open('https://old.example/a');

  const planned = await move('https://old.example', 'https://new.example', { isDryRun: true });

  expect(await find('https://old.example/a')).not.toBeNull();
  expect(await move('https://old.example', 'https://new.example')).toEqual(planned);
});

test('a page keeps its address where the new one is of another page, or of a post of the service', async () => {
  await aPost(api, { slug: 'own' });
  await open('https://old.example/a');
  await open('https://old.example/posts/own');
  await open('https://old.example/free');
  const there = await open('https://new.example/a/');

  for (const isDryRun of [true, false]) {
    const outcomes = await move('https://old.example', 'https://new.example', { isDryRun });
    expect(outcomes.map(({ url, to, refusal }) => [url, to ?? refusal])).toEqual([
      ['https://old.example/a', 'https://new.example/a has the post "new-example-a" already'],
      ['https://old.example/posts/own', 'https://new.example/posts/own has the post "own" already'],
      ['https://old.example/free', 'https://new.example/free'],
    ]);
  }
  expect(await find('https://new.example/a')).toMatchObject({ id: there });
  expect(await find('https://old.example/a')).not.toBeNull();
  expect(await move('https://old.example', 'https://new.example')).toHaveLength(2);
});

test('a thousand pages move in pieces, and what an interruption left is moved by the next call', async () => {
  await database.pool.query(`
    INSERT INTO post (slug, title, excerpt, renderer_version, page_url, page_key, id)
    SELECT 'p-' || n, 'A page', '', 1, 'https://old.example/' || n, 'old.example/' || n, gen_random_uuid()
    FROM generate_series(1, 1000) n`);
  const { from, to } = readSiteMove({ from: 'https://old.example', to: 'https://old.example/blog' });
  let seen = 0;

  for await (const { refusal } of moveSite(api.services, { from, to, isDryRun: false })) {
    expect(refusal).toBeNull();
    seen += 1;
    if (seen === 301) break;
  }
  const rest = await move('https://old.example', 'https://old.example/blog');

  // The piece that was being told of is written whole.
  expect(rest).toHaveLength(400);
  expect(await move('https://old.example', 'https://old.example/blog')).toEqual([]);
  const { rows } = await database.pool.query<{ key: string }>('SELECT page_key AS key FROM post');
  expect(rows.map(({ key }) => key).sort()).toEqual(
    Array.from({ length: 1_000 }, (_, n) => `old.example/blog/${n + 1}`).sort(),
  );
});

test.each([
  ['https://old.example/blog', 'https://new.example', 'https://old.example/blog/a/?b=1', 'https://new.example/a/?b=1'],
  ['https://old.example/blog/', 'https://new.example/n', 'https://old.example/blog/', 'https://new.example/n/'],
  ['https://old.example/blog', 'https://new.example/', 'https://old.example/blog', 'https://new.example/'],
  ['https://old.example', 'https://new.example/n', 'https://old.example/?p=1', 'https://new.example/n/?p=1'],
  ['https://old.example/%7Ea', 'https://new.example', 'https://old.example/~a/%C3%A4', 'https://new.example/%C3%A4'],
  ['http://www.x.example', 'https://x.example', 'http://www.x.example/a', 'https://x.example/a'],
  ['https://x.example', 'https://x.example/blog', 'https://x.example/blog', null],
  ['https://x.example', 'https://x.example/blog', 'https://x.example/blog/a', null],
  ['https://x.example', 'https://x.example/blog', 'https://x.example/blogs', 'https://x.example/blog/blogs'],
  ['https://x.example/blog', 'https://x.example', 'https://x.example/blog/a', 'https://x.example/a'],
  ['https://x.example/blog', 'https://x.example', 'https://x.example/blog/blog/a', 'is below --from again'],
  ['https://x.example', `https://new.example/${'n'.repeat(1_000)}`, `https://x.example/${'a'.repeat(1_000)}`, 'longer'],
])('from %s to %s moves %s to %s', (from, to, url, expected) => {
  const page = readPageAddress(url);
  if (page === null) throw new Error('Expected an address.');

  const moved = moveAddress(readSiteMove({ from, to }), page);

  const told = 'address' in moved ? moved.address.url : moved.refusal;
  if (expected?.startsWith('http') === false) expect(told).toContain(expected);
  else expect(told).toBe(expected);
});

test.each([
  ['example.org', 'https://new.example', '--from: expected an address of http or https'],
  ['https://old.example', 'ftp://new.example', '--to: expected an address of http or https'],
  ['https://old.example/?a=1', 'https://new.example', 'without a query'],
  ['https://old.example', 'https://new.example/#a', 'without a query'],
  ['https://old.example', 'https://old.example/', 'expected another address in --to'],
])('from %s to %s is no move', (from, to, message) => {
  expect(() => readSiteMove({ from, to })).toThrow(message);
});

test('a path is of segments: /blogs is not below /blog', async () => {
  const urls = ['https://x.example/blog', 'https://x.example/blog/a', 'https://x.example/blog?p=1'];
  for (const url of [...urls, 'https://x.example/blogs', 'https://x.example/blog-a', 'https://x.example/a/blog'])
    await open(url);

  const moved = await move('https://x.example/blog', 'https://new.example/b');

  expect(moved.map(({ url }) => url)).toEqual(urls);
});
