import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePositions } from '../../../src/data/log/log-positions.ts';
import { SITE } from '../../../src/data/log/log.ts';
import { createMemoryDoorbell } from '../../../src/live/doorbell/memory-doorbell.ts';
import { createNumbering, numberAfterRing } from '../../../src/live/upkeep/numbering.ts';
import type { Identity } from '../../../src/session/session.ts';
import { anAccount, aVoice, openTestApi } from '../../harness/api.ts';
import { readContract } from '../../harness/contract.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { AN_AUTHOR, aComment, aPost } from '../../harness/fixtures.ts';

const database = await openTestDatabase();
const sites = ['https://www.example.org', 'http://localhost:*'];
const postUrl = 'https://news.example.org/{slug}';
const memoryDoorbell = createMemoryDoorbell();
const numbering = createNumbering({
  pool: database.pool,
  onNumbered: (position) => memoryDoorbell.ring({ postId: SITE, seq: position }),
  onError: console.error,
});
afterAll(() => numbering.close());
const api = openTestApi(database, { sites, postUrl }, { doorbell: numberAfterRing(memoryDoorbell, numbering) });

interface Opened {
  readonly __typename: string;
  readonly message?: string;
  readonly post: { readonly id: string; readonly url: string; readonly title: string };
}

async function open(
  url: string,
  { title = 'A page', as, on = api }: { title?: string; as?: Identity; on?: typeof api } = {},
) {
  const operation = readContract('15-by-url', 'OpenDiscussion');
  return (await on.data<{ openDiscussion: Opened }, object>([operation, { input: { url, title } }, as])).openDiscussion;
}

async function find(url: string, as?: Identity) {
  const operation = readContract('15-by-url', 'DiscussionOfPage');
  return (
    await api.data<{ post: { id: string; commentCount: number } | null }, object>([operation, { url, first: 5 }, as])
  ).post;
}

const update = `mutation ($input: UpdatePostInput!) {
  updatePost(input: $input) { __typename ... on UpdatePostPayload { post { title url author { id } body } } }
}`;
const listed = async () =>
  await api.data<{ posts: { totalCount: number; nodes: { id: string }[] } }, object>([
    '{ posts { totalCount nodes { id } } }',
  ]);

beforeAll(async () => {
  await aPost(api, { slug: 'an-article' });
});

test('whoever opens the discussion of a page gets its post, and everybody finds it by any spelling', async () => {
  const opened = await open('http://example.org/News/?utm_source=x#top', { title: 'News' });

  expect(opened).toMatchObject({
    __typename: 'OpenDiscussionPayload',
    post: { url: 'https://www.example.org/News/', title: 'News' },
  });
  for (const as of [undefined, aVoice('a'), anAccount('ada'), AN_AUTHOR]) {
    expect(await find('https://www.example.org/News', as)).toMatchObject({
      id: opened.post.id,
      title: 'News',
      commentCount: 0,
    });
  }
  expect(await find('https://www.example.org/news')).toBeNull();
  expect(await find('no address')).toBeNull();
});

test('a second opening finds the first, whatever title it brings', async () => {
  const first = await open('https://www.example.org/twice', { title: 'The first' });
  const second = await open('https://example.org/twice?fbclid=1', { title: 'The second', as: anAccount('bo') });

  expect(second.post).toEqual(first.post);
});

test('a hundred who open a page at once get one post', async () => {
  const opened = await Promise.all(
    Array.from(
      { length: 100 },
      async (_, n) => await open(`https://example.org/busy?utm_id=${n}`, { title: `Title ${n}` }),
    ),
  );

  expect(new Set(opened.map(({ post }) => post.id)).size).toBe(1);
  const { rows } = await database.pool.query(`
    SELECT p.id, d.seq, (SELECT count(*)::int FROM event e WHERE e.post_id = p.id) AS events
    FROM post p JOIN discussion d ON d.post_id = p.id WHERE page_key = 'example.org/busy'`);
  expect(rows).toMatchObject([{ seq: 1, events: 1 }]);
});

test('many pages that one slug would fit are opened at once, each with its own', async () => {
  const opened = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => await open(`https://www.example.org/?p=${n}`)),
  );

  expect(new Set(opened.map(({ post }) => post.id)).size).toBe(20);
  expect(await find('http://example.org?p=7')).toMatchObject({ id: opened[7]?.post.id });
});

test('the slug is made of the host and the path', async () => {
  const { post } = await open('https://www.example.org/%C3%BCber-uns/caf%C3%A9.html?x=1');

  const slugOf = 'query ($id: ID!) { post(by: { id: $id }) { slug body bodyHtml excerpt author { id } tags { id } } }';
  expect(await api.data([slugOf, { id: post.id }])).toEqual({
    post: { slug: 'example-org-ueber-uns-cafe-html', body: null, bodyHtml: null, excerpt: '', author: null, tags: [] },
  });
});

test('a page of a site that leaves the port open keeps its own address', async () => {
  expect((await open('http://localhost:5173/a/')).post.url).toBe('http://localhost:5173/a/');
});

test.each([
  'https://elsewhere.org/a',
  'https://blog.example.org/a',
  'https://www.example.org:8443/a',
  'https://localhost/a',
])('a page under none of the sites has no discussion: %s', async (url) => {
  expect(await open(url)).toMatchObject({ __typename: 'ForbiddenError' });
});

test.each([
  ['no address', 'A page', 'url'],
  ['ftp://www.example.org/a', 'A page', 'url'],
  ['https://www.example.org/a', ' ', 'title'],
  ['https://www.example.org/a', 'a'.repeat(301), 'title'],
])('%s is refused with the title %.20s, for its %s', async (url, title, path) => {
  const { message, ...opened } = await open(url, { title });

  expect(opened).toMatchObject({ __typename: 'ValidationError' });
  expect(message).toMatch(new RegExp(`^${path}:`));
});

test('the article of our own at an address is what is found and opened there', async () => {
  const url = 'http://www.news.example.org/an-article/?utm_id=1';
  const found = await find(url);

  expect(found).not.toBeNull();
  expect(await open(url)).toMatchObject({ post: { id: found?.id, url: 'https://news.example.org/an-article' } });
});

test('where guests may not write they open nothing', async () => {
  const closed = openTestApi(database, { sites, hasGuests: false });
  const url = 'https://www.example.org/for-accounts';

  expect(await open(url, { on: closed })).toMatchObject({ __typename: 'ForbiddenError' });
  expect(await open(url, { on: closed, as: anAccount('ada') })).toMatchObject({ __typename: 'OpenDiscussionPayload' });
});

test('whoever is muted opens nothing', async () => {
  const { comment } = await aComment(api, { postId: (await aPost(api)).id }, aVoice('muted'));
  const mute = 'mutation ($input: MuteCommenterInput!) { muteCommenter(input: $input) { __typename } }';
  await api.data([mute, { input: { commentId: comment.id, reason: 'A reason.' } }, anAccount('mo', 'MODERATOR')]);

  const opened = await open('https://www.example.org/muted', { as: aVoice('muted') });

  expect(opened).toMatchObject({ __typename: 'ForbiddenError', message: expect.stringContaining('A reason.') });
});

test('a page stands on no list before its first comment, which site-wide streams tell of', async () => {
  await givePositions(database.pool); // no comment of another test comes late
  const before = await listed();
  const { post } = await open('https://www.example.org/first-comment');
  expect(await listed()).toEqual(before);
  const cursor = await api.data<{ siteCursor: string }, object>(['{ siteCursor }']);
  const events = await api.follow<object, object>([
    'subscription ($after: String) { newComments(after: $after) { node { url post { id } } } }',
    { after: cursor.siteCursor },
  ]);

  await aComment(api, { postId: post.id });

  expect(await events.next()).toMatchObject({
    value: { newComments: { node: { url: 'https://www.example.org/first-comment#comment-1', post: { id: post.id } } } },
  });
  await events.return?.();
  const after = await listed();
  expect(after.posts.totalCount).toBe(before.posts.totalCount + 1);
  expect(after.posts.nodes.map(({ id }) => id)).toContain(post.id);
});

test('a held comment that is approved puts its page on the lists', async () => {
  const { post } = await open('https://www.example.org/held');
  const create = `mutation ($input: CreateCommentInput!) {
    createComment(input: $input) { ... on CommentHeldPayload { heldComment { id } } }
  }`;
  const held = await api.data<{ createComment: { heldComment: { id: string } } }, object>([
    create,
    { input: { postId: post.id, body: 'Text.', honeypot: 'filled in' } },
  ]);
  expect((await listed()).posts.nodes.map(({ id }) => id)).not.toContain(post.id);

  const decide = 'mutation ($input: DecideHeldCommentInput!) { decideHeldComment(input: $input) { __typename } }';
  const decision = { heldCommentId: held.createComment.heldComment.id, approve: true };
  await api.data([decide, { input: decision }, anAccount('mo', 'MODERATOR')]);

  expect((await listed()).posts.nodes.map(({ id }) => id)).toContain(post.id);
});

test.each<[string, object]>([
  ['a title', { title: 'The true title' }],
  ['publishing', { publish: true }],
])('an author confirms a page by %s, and it stays without an author', async (name, change) => {
  const { post } = await open(`https://www.example.org/confirmed-by-${name}`);
  const input = { postId: post.id, ...change };

  expect(await api.data([update, { input }, anAccount('ada')])).toMatchObject({
    updatePost: { __typename: 'ForbiddenError' },
  });
  expect((await listed()).posts.nodes.map(({ id }) => id)).not.toContain(post.id);
  expect(await api.data([update, { input }, AN_AUTHOR])).toMatchObject({
    updatePost: { post: { title: 'A page', ...('title' in change && change), author: null, body: null } },
  });
  expect((await listed()).posts.nodes.map(({ id }) => id)).toContain(post.id);
});

test('a page that was taken back is not opened again', async () => {
  const url = 'https://www.example.org/taken-back';
  const { post } = await open(url);
  await api.data([update, { input: { postId: post.id, publish: false } }, AN_AUTHOR]);

  expect(await open(url)).toMatchObject({ __typename: 'ForbiddenError' });
  expect(await find(url)).toBeNull();
  expect(await find(url, anAccount('mo', 'MODERATOR'))).toMatchObject({ id: post.id });
});
