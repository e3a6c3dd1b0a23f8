import { afterAll, expect, it } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { createReaderPages } from '../../src/pages/reader-pages.ts';
import { CommentsDocument, DeleteCommentDocument, PinCommentDocument } from '../../src/sdk/generated/operations.ts';
import { anAccount, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost, anAccountOf } from '../harness/fixtures.ts';
import { all, parse, textOf } from './read-html.ts';

// What the component takes over on our own page: the answer of the SDK's query `Comments`, which it would else ask for.

const database = await openTestDatabase();
const api = openTestApi(database);
const { fetch, close } = createInProcessServer({ ...serverOptions(api), routes: createReaderPages(api.services) });
afterAll(close);

const HOSTILE = `</script><!-- <script>\u2028\u2029"'&amp;`;

it.each([
  ['', { order: 'TIME', first: 50 }],
  ['?view=thread', { order: 'THREAD', first: 50 }],
  ['?comment=3', { order: 'TIME', first: 50, aroundNumber: 3 }],
] as const)('is what the query answers: /posts/…%s', async (search, variables) => {
  const { slug } = await aDiscussion();

  const { post } = await api.data([CommentsDocument, { post: { slug }, ...variables }]);

  expect(post).toMatchObject({ firstWord: { number: 1 }, lastWord: { number: 2 }, lockedNumbers: [2] });
  expect(await readAnswer(`/posts/${slug}${search}`)).toEqual(JSON.parse(JSON.stringify(post)));
});

async function aDiscussion() {
  const { id: postId, slug } = await aPost(api);
  const { comment } = await aComment(api, { postId, subject: '</script><!--', body: HOSTILE, guestName: '<script>' });
  const answer = { postId, parentId: comment.id, body: 'An account.' };
  const { comment: reply } = await aComment(api, answer, anAccount('ada'));
  const { comment: gone } = await aComment(api, { postId, subject: 'Secret', body: 'Hush.' }, anAccountOf(1));
  await api.data([DeleteCommentDocument, { input: { commentId: gone.id } }, anAccountOf(1)]);
  const { comment: hidden } = await aComment(api, { postId, body: 'To be hidden.' });
  const moderate = 'mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { __typename } }';
  const input = { commentId: hidden.id, action: 'HIDE', reason: 'For a test.' };
  await api.data([moderate, { input }, anAccount('mod', 'MODERATOR')]);
  for (const [commentId, as] of [
    [comment.id, 'FIRST_WORD'],
    [reply.id, 'LAST_WORD'],
  ] as const) {
    await api.data([PinCommentDocument, { input: { commentId, as, on: true } }, anAccount('mod', 'MODERATOR')]);
  }
  await api.data([moderate, { input: { commentId: reply.id, action: 'LOCK' } }, anAccount('mod', 'MODERATOR')]);
  return { slug };
}

/** What stands in the component on a page. */
async function readAnswer(path: string): Promise<unknown> {
  const html = await (await fetch(new Request(`http://127.0.0.1:4000${path}`))).text();
  const data = all(parse(html), 'script').filter(({ properties }) => properties['type'] === 'application/json');
  expect(data).toHaveLength(1);
  expect(html).not.toMatch(/[\u2028\u2029](?=[^<]*<\/script>)/);
  return JSON.parse(data.map(textOf).join(''));
}
