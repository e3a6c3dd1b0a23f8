import { expect, test } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import {
  ArticleDocument,
  CommentsDocument,
  DeleteCommentDocument,
  UpdatePostDocument,
} from '../../src/sdk/generated/operations.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost, tryComment } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database, { maxReplyDepth: 3, guestName: 'A reader' });

test('a named guest, an anonymous guest and an account are shown differently', async () => {
  const { id: postId } = await aPost(api);

  const named = await aComment(api, { postId, guestName: 'Bo' });
  const unnamed = await aComment(api, { postId });
  const account = await aComment(api, { postId, guestName: 'Not me' }, anAccount('cleo'));

  expect(named.comment.author).toMatchObject({ __typename: 'Guest', displayName: 'Bo' });
  expect(unnamed.comment.author).toMatchObject({ __typename: 'Guest', displayName: 'A reader' });
  expect(account.comment.author).toMatchObject({ __typename: 'Author', displayName: 'cleo' });
});

test('a reply gets the subject of its parent with one "Re:"', async () => {
  const { id: postId } = await aPost(api);
  const top = await aComment(api, { postId, subject: 'On wheels' });

  const reply = await aComment(api, { postId, parentId: top.comment.id });
  const next = await aComment(api, { postId, parentId: reply.comment.id });
  const own = await aComment(api, { postId, parentId: top.comment.id, subject: 'On roads' });

  expect(reply.comment).toMatchObject({ subject: 'Re: On wheels', depth: 1, parent: { id: top.comment.id } });
  expect(next.comment.subject).toBe('Re: On wheels');
  expect(own.comment.subject).toBe('On roads');
});

test('an accepted text is returned unchanged, and its HTML is safe', async () => {
  const { id: postId } = await aPost(api);
  const body = '  <script>alert(1)</script> é e\u0301 👩‍👩‍👧 \r\n\t[x](javascript:alert(1)) ';

  const { comment } = await aComment(api, { postId, body });

  expect(comment.body).toBe(body);
  expect(comment.bodyHtml).not.toMatch(/<script|javascript:/);
});

test('a comment as long as it may be is rendered in a thread, and written', async () => {
  const { id: postId } = await aPost(api);

  const { comment } = await aComment(api, { postId, body: 'A *long* one. '.repeat(700) });

  expect(comment.bodyHtml).toMatch(/^<p dir="auto">A <em>long<\/em> one\. A /);
});

test('a chain deeper than the limit gets a typed error', async () => {
  const { id: postId } = await aPost(api);
  let parentId: string | null = null;
  for (let level = 0; level < 4; level += 1) parentId = (await aComment(api, { postId, parentId })).comment.id;

  const answer = await tryComment(api, { postId, parentId });

  expect(answer).toMatchObject({ __typename: 'TooDeepError', code: 'TOO_DEEP' });
});

test('a comment on a closed, draft or unknown post, or on a withdrawn or foreign parent, is refused', async () => {
  const { id: postId } = await aPost(api);
  const draft = await aPost(api, { publish: false });
  const elsewhere = await aComment(api, { postId: (await aPost(api)).id });
  const gone = await aComment(api, { postId }, AN_AUTHOR);
  await api.data([DeleteCommentDocument, { input: { commentId: gone.comment.id } }, AN_AUTHOR]);
  const code = async (input: { postId: string; parentId?: string }, by = anAccount('dora')) => {
    const answer = await tryComment(api, input, by);
    return 'code' in answer ? answer.code : answer.__typename;
  };

  expect(await code({ postId: draft.id })).toBe('NOT_FOUND');
  expect(await code({ postId: draft.id }, AN_AUTHOR)).toBe('DISCUSSION_CLOSED');
  expect(await code({ postId, parentId: elsewhere.comment.id })).toBe('NOT_FOUND');
  expect(await code({ postId, parentId: gone.comment.id })).toBe('NOT_FOUND');
  expect(await code({ postId, parentId: postId })).toBe('NOT_FOUND');
  expect(await code({ postId, parentId: 'garbage' })).toBe('NOT_FOUND');
  expect(await code({ postId: elsewhere.comment.id })).toBe('NOT_FOUND');
  expect(await code({ postId: '\0' })).toBe('NOT_FOUND');
  await api.data([UpdatePostDocument, { input: { postId, commentsOpen: false } }, AN_AUTHOR]);
  expect(await code({ postId })).toBe('DISCUSSION_CLOSED');
});

test.each([
  ['blank', { body: ' \n\t ' }, ['body']],
  ['a reference to a space', { body: '&nbsp;' }, ['body']],
  ['a link without words', { body: '[](https://example.org)' }, ['body']],
  ['long, and shows nothing', { body: '&#8203;\n\n'.repeat(900) }, ['body']],
  ['dear to render', { body: 'www._'.repeat(2_000) }, ['body']],
  ['subject of what has no width', { subject: '\u200b\u2060' }, ['subject']],
  ['by a name without a letter', { guestName: '\u3164' }, ['guestName']],
  ['too long', { body: 'x'.repeat(10_001) }, ['body']],
  ['with a NUL', { body: 'a\0b' }, ['body']],
  ['with half a character', { body: 'a\ud800b' }, ['body']],
  ['with a subject of two lines', { subject: 'a\nb' }, ['subject']],
  ['with a subject too long', { subject: 'x'.repeat(201) }, ['subject']],
  ['with a name too long', { guestName: 'x'.repeat(81) }, ['guestName']],
  ['with a malformed key', { clientMutationId: 'a b' }, ['clientMutationId']],
])('a text that is %s is refused with the path of its field', async (_, input, path) => {
  const { id: postId } = await aPost(api);

  const answer = await tryComment(api, { postId, ...input });

  expect(answer).toMatchObject({ __typename: 'ValidationError', issues: [{ path }] });
});

test('ten parallel retries with one key write one comment; another input with it is a conflict', async () => {
  const { id: postId } = await aPost(api);
  for (const who of [aVoice('v'), anAccount('eve')]) {
    const input = { postId, body: 'Once.', clientMutationId: 'key-1' };

    const answers = await Promise.all(Array.from({ length: 10 }, async () => await aComment(api, input, who)));
    const other = await tryComment(api, { ...input, body: 'Twice.' }, who);

    expect(new Set(answers.map(({ comment }) => comment.id)).size).toBe(1);
    expect(answers[0]?.clientMutationId).toBe('key-1');
    expect(other).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
  }
  const { post } = await api.data([ArticleDocument, { by: { id: postId } }]);
  expect(post?.commentCount).toBe(2);
});

test('one key sent to two posts in parallel writes one comment', async () => {
  const posts = [await aPost(api), await aPost(api)];

  const answers = await Promise.all(
    posts.map(async ({ id }) => await tryComment(api, { postId: id, clientMutationId: 'both' }, aVoice('w'))),
  );

  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['ConflictError', 'CreateCommentPayload']);
});

test('a retry gets the first answer even after the discussion was closed', async () => {
  const { id: postId } = await aPost(api);
  const input = { postId, clientMutationId: 'late' };
  const first = await aComment(api, input, aVoice('x'));
  await api.data([UpdatePostDocument, { input: { postId, commentsOpen: false } }, AN_AUTHOR]);

  const again = await aComment(api, input, aVoice('x'));

  expect(again.comment.id).toBe(first.comment.id);
});

test('parallel writers get the numbers 1 to N, and every counter agrees with its rows', async () => {
  const { id: postId } = await aPost(api);
  const { comment: top } = await aComment(api, { postId });

  const answers = await Promise.all(
    Array.from({ length: 12 }, async (_, n) => await aComment(api, { postId, parentId: n % 2 ? top.id : null })),
  );

  expect(answers.map(({ comment }) => comment.number).sort((a, b) => a - b)).toEqual(answers.map((_, n) => n + 2));
  const { post } = await api.data([CommentsDocument, { post: { id: postId } }]);
  expect(post).toMatchObject({ commentCount: 13, comments: { totalCount: 13 } });
  expect(await findDifferences(database.pool)).toEqual([]);
});

test('a wrong counter is reported', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId });
  await database.pool.query(`UPDATE discussion SET comment_count = 5 WHERE comment_count = 1 AND last_number = 1`);
  await database.pool.query(`UPDATE comment SET reply_count = 9 WHERE id = $1`, [
    Buffer.from(comment.id, 'base64url').toString().slice('Comment:'.length),
  ]);

  const counters = (await findDifferences(database.pool)).map(({ counter }) => counter);

  expect(counters).toContain('discussion.comment_count');
  expect(counters).toContain('comment.reply_count');
});

test('a mutation that selects only its type is answered', async () => {
  const { id: postId } = await aPost(api);
  const source = 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }';

  const data = await api.data([source, { input: { postId, body: 'x' } }]);

  expect(data).toEqual({ createComment: { __typename: 'CreateCommentPayload' } });
});

test('each field of a mutation sees what those before it wrote', async () => {
  const { id: postId } = await aPost(api);
  const { comment: top } = await aComment(api, { postId });
  const write = `createComment(input: { postId: "${postId}", parentId: "${top.id}", body: "x" }) {
    ... on CreateCommentPayload { comment { number parent { replyCount replies { nodes { number } } }
      post { commentCount comments(last: 1) { totalCount nodes { number } } } } } }`;

  const data = await api.data<{ a: object; b: object }, object>([`mutation { a: ${write} b: ${write} }`]);

  expect(data.a).toMatchObject({ comment: { number: 2, parent: { replyCount: 1 }, post: { commentCount: 2 } } });
  expect(data.b).toEqual({
    comment: {
      number: 3,
      parent: { replyCount: 2, replies: { nodes: [{ number: 2 }, { number: 3 }] } },
      post: { commentCount: 3, comments: { totalCount: 3, nodes: [{ number: 3 }] } },
    },
  });
});
