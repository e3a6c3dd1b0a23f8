import { expect, test } from 'vitest';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);

const COUNT = 'query ($id: ID!, $cursor: String!) { post(by: { id: $id }) { commentCountAfter(cursor: $cursor) } }';
const CURSORS = 'query ($id: ID!) { post(by: { id: $id }) { cursor comments { edges { cursor } } } }';

async function countAfter(id: string, cursor = ''): Promise<number> {
  const { post } = await api.data<{ post: { commentCountAfter: number } }, object>([COUNT, { id, cursor }]);
  return post.commentCountAfter;
}

async function cursorsOf(id: string) {
  const { post } = await api.data<{ post: { cursor: string; comments: { edges: { cursor: string }[] } } }, object>([
    CURSORS,
    { id },
  ]);
  return { log: post.cursor, time: post.comments.edges.map(({ cursor }) => cursor) };
}

test('comments are counted after a cursor of the log, of an event and of the view by time, without those taken off', async () => {
  const { id: postId } = await aPost(api);
  const before = (await cursorsOf(postId)).log;
  const first = await aComment(api, { postId });
  const second = await aComment(api, { postId, body: 'The second.' });
  await aComment(api, { postId, body: 'The third.' });
  const { log, time } = await cursorsOf(postId);

  expect(await countAfter(postId, before)).toBe(3);
  expect(await countAfter(postId, first.cursor)).toBe(2);
  expect(await Promise.all(time.map(async (cursor) => await countAfter(postId, cursor)))).toEqual([2, 1, 0]);
  expect(await countAfter(postId, log)).toBe(0);

  const hide = 'mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { __typename } }';
  const input = { commentId: second.comment.id, action: 'HIDE', reason: 'A reason.' };
  await api.data([hide, { input }, anAccount('mo', 'MODERATOR')]);
  statements.reset();

  expect(await countAfter(postId, before)).toBe(2);
  expect(statements.texts.filter((text) => text.includes('k.after'))).toHaveLength(1);
});

test('a cursor of another list or post is refused, and so is one past the end', async () => {
  const { id: postId } = await aPost(api);
  const { id: other } = await aPost(api);
  await aComment(api, { postId: other });
  const { log, time } = await cursorsOf(other);
  const codesOf = async (id: string, cursor: string) => await api.codes([COUNT, { id, cursor }]);

  expect(await codesOf(postId, log)).toEqual(['BAD_CURSOR']);
  expect(await codesOf(postId, time[0] ?? '')).toEqual(['BAD_CURSOR']);
  expect(await codesOf(postId, 'garbage')).toEqual(['BAD_CURSOR']);
  await database.pool.query('DELETE FROM event WHERE comment_id IS NOT NULL');
  await database.pool.query('UPDATE discussion SET seq = 1, last_number = 0');
  expect(await codesOf(other, log)).toEqual(['CURSOR_EXPIRED']);
});
