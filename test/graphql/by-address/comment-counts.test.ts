import { expect, test } from 'vitest';
import { anAccount, openTestApi } from '../../harness/api.ts';
import { readContract } from '../../harness/contract.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { AN_AUTHOR, aComment, aPost } from '../../harness/fixtures.ts';
import { countStatements } from '../../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database, { sites: ['https://example.org'], postUrl: 'https://example.org/posts/{slug}' });
const statements = countStatements(database);

const OPEN = readContract('15-by-url', 'OpenDiscussion');
const COUNTS = readContract('15-by-url', 'CommentCounts');

async function count(urls: readonly string[]) {
  return (await api.data<{ commentCounts: { url: string; count: number }[] }, object>([COUNTS, { urls }]))
    .commentCounts;
}

async function aPageWith(comments: number, url: string): Promise<string> {
  const { openDiscussion } = await api.data<{ openDiscussion: { post: { id: string } } }, object>([
    OPEN,
    { input: { url, title: 'A page' } },
  ]);
  const postId = openDiscussion.post.id;
  for (let n = 0; n < comments; n += 1) await aComment(api, { postId, body: `Remark ${n}` });
  return postId;
}

test('many pages are counted in the order asked, in one statement', async () => {
  await aPageWith(2, 'https://example.org/two');
  await aPageWith(1, 'https://example.org/one');
  const own = await aPost(api, { slug: 'own' });
  await aComment(api, { postId: own.id });
  const urls = [
    ...['https://example.org/one', 'no address', 'http://www.example.org/two/?utm_id=1', 'https://example.org/none'],
    ...['https://example.org/posts/own', 'https://example.org/two'],
  ];
  statements.reset();

  const counts = await count(urls);

  expect(statements.texts).toHaveLength(1);
  expect(counts).toEqual([1, 0, 2, 0, 1, 2].map((number, place) => ({ url: urls[place], count: number })));
});

test('no more than a hundred pages are counted at once, and none in no time', async () => {
  const urls = Array.from({ length: 101 }, (_, n) => `https://example.org/${n}`);

  expect(await api.codes([COUNTS, { urls }])).toEqual(['BAD_USER_INPUT']);
  expect(await count(urls.slice(1))).toHaveLength(100);
  expect(await count([])).toEqual([]);
});

test('a discussion that was taken back counts as none, also for moderators', async () => {
  const url = 'https://example.org/taken-back';
  const postId = await aPageWith(1, url);
  const update = 'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { __typename } }';
  await api.data([update, { input: { postId, publish: false } }, AN_AUTHOR]);

  expect(await count([url])).toEqual([{ url, count: 0 }]);
  expect(await api.data([COUNTS, { urls: [url] }, anAccount('mo', 'MODERATOR')])).toEqual({
    commentCounts: [{ url, count: 0 }],
  });
});
