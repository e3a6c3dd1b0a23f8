import { expect, test } from 'vitest';
import { encodeCursor } from '../../src/relay/cursor.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import { CommentsDocument } from '../../src/sdk/generated/operations.ts';
import { readContract } from '../harness/contract.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const UNKNOWN = '01234567-89ab-7def-8123-456789abcdef';

test('an id that is malformed, unknown or of another type is null, and garbage never reaches the database', async () => {
  const { id: postId } = await aPost(api);
  const statements = countStatements(database);
  const source = `query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { __typename id } node(id: $id) { id } comment(id: $id) { id } post(by: { id: $id }) { id } }`;
  const garbage = [
    '',
    'x',
    '\0',
    'Post:1',
    encodeGlobalId('Post', 'x'),
    encodeGlobalId('Nothing', UNKNOWN),
    `${postId}=`,
    ` ${postId}`,
    'é'.repeat(99),
  ];

  const data = await api.data([source, { ids: garbage, id: 'garbage' }]);

  expect(data).toEqual({ nodes: garbage.map(() => null), node: null, comment: null, post: null });
  expect(statements.texts).toEqual([]);
  const mixed = await api.data([source, { ids: [postId, encodeGlobalId('Post', UNKNOWN)], id: postId }]);
  expect(mixed).toMatchObject({
    nodes: [{ __typename: 'Post', id: postId }, null],
    node: { id: postId },
    comment: null,
  });
});

test('`nodes` finds every type in the order of its ids, and takes at most 100', async () => {
  const { id: postId } = await aPost(api, { tags: [{ label: 'Energy', kind: 'TOPIC' }] });
  const { comment } = await aComment(api, { postId });
  const { post } = await api.data<{ post: { author: { id: string }; tags: { id: string }[] } }, object>([
    'query ($id: ID!) { post(by: { id: $id }) { author { id } tags { id } } }',
    { id: postId },
  ]);
  const ids = [comment.id, post.tags[0]?.id, postId, post.author.id];
  const source = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

  expect(await api.data([source, { ids }])).toEqual({
    nodes: ['Comment', 'Tag', 'Post', 'Author'].map((__typename, place) => ({ __typename, id: ids[place] })),
  });
  expect(await api.codes([source, { ids: new Array(101).fill(postId) }])).toEqual(['BAD_USER_INPUT']);
});

test.each([
  [{ first: -1 }],
  [{ first: 101 }],
  [{ last: -1 }],
  [{ last: 101 }],
  [{ first: 1, last: 1 }],
  [{ first: 1, before: 'x' }],
  [{ last: 1, after: 'x' }],
  [{ after: 'x', before: 'x' }],
])('a page of %j is refused, not clamped', async (page) => {
  const { id } = await aPost(api);

  expect(await api.codes([CommentsDocument, { post: { id }, ...page }])).toEqual(['BAD_USER_INPUT']);
});

test('a cursor is valid only for its own list', async () => {
  const { id } = await aPost(api);
  const other = await aPost(api);
  await aComment(api, { postId: id });
  const scope = Buffer.from(id, 'base64url').toString().slice('Post:'.length);
  const otherScope = Buffer.from(other.id, 'base64url').toString().slice('Post:'.length);
  const codes = async (after: string) => await api.codes([CommentsDocument, { post: { id }, after }]);
  const forge = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

  for (const after of [
    '',
    '\0',
    'x'.repeat(10_000),
    forge(null),
    forge([2, 'TIME', scope, 1]),
    forge([1, 'TIME', scope, 1, 2]),
    forge([1, 'TIME', scope, 1.5]),
    forge([1, 'TIME', scope, '1']),
    forge([1, 'TIME', scope, 2 ** 31]),
    forge([1, '__proto__', scope, 1]),
    encodeCursor('THREAD', { scope, key: [1] }),
    encodeCursor('LOG', { scope, key: [1, 1] }),
    encodeCursor('TIME', { scope: otherScope, key: [1] }),
  ]) {
    expect(await codes(after), after).toEqual(['BAD_CURSOR']);
  }
  expect(await codes(encodeCursor('TIME', { scope, key: [2] }))).toEqual(['CURSOR_EXPIRED']);
  expect(await codes(encodeCursor('TIME', { scope, key: [1] }))).toEqual([]);
});

test('`around` accepts a comment of this post, without a cursor', async () => {
  const { id } = await aPost(api);
  const { comment } = await aComment(api, { postId: id });
  const elsewhere = await aComment(api, { postId: (await aPost(api)).id });
  const codes = async (page: object) => await api.codes([CommentsDocument, { post: { id }, ...page }]);

  expect(await codes({ around: elsewhere.comment.id })).toEqual(['BAD_USER_INPUT']);
  expect(await codes({ around: 'garbage' })).toEqual(['BAD_USER_INPUT']);
  expect(await codes({ around: comment.id, last: 3 })).toEqual(['BAD_USER_INPUT']);
  expect(await codes({ around: comment.id, after: 'x' })).toEqual(['BAD_CURSOR']);
  expect(await codes({ around: comment.id })).toEqual([]);
});

test('`aroundNumber` builds the page that `around` does', async () => {
  const { id: postId } = await aPost(api);
  const written = [];
  for (let count = 0; count < 4; count += 1) written.push((await aComment(api, { postId })).comment);
  const reply = (await aComment(api, { postId, parentId: written[1]?.id ?? '' })).comment;
  const read = async (page: object) => await api.data([CommentsDocument, { post: { id: postId }, first: 3, ...page }]);
  const codes = async (page: object) => await api.codes([CommentsDocument, { post: { id: postId }, ...page }]);

  for (const order of ['TIME', 'THREAD']) {
    expect(await read({ order, aroundNumber: reply.number })).toEqual(await read({ order, around: reply.id }));
  }
  for (const aroundNumber of [0, -1, 6]) expect(await codes({ aroundNumber })).toEqual(['BAD_USER_INPUT']);
  for (const other of [{ last: 1 }, { around: reply.id }, { order: 'TOP' }]) {
    expect(await codes({ aroundNumber: 1, ...other })).toEqual(['BAD_USER_INPUT']);
  }
});

test('“view in thread” returns a comment, its ancestors, and its page', async () => {
  const { id: postId } = await aPost(api, { slug: 'in-thread' });
  const first = await aComment(api, { postId });
  await aComment(api, { postId });
  const reply = await aComment(api, { postId, parentId: first.comment.id });
  const last = await aComment(api, { postId, parentId: reply.comment.id });

  const data = await api.data([readContract('05-view-in-thread'), { comment: last.comment.id, first: 2 }]);

  expect(data).toEqual({
    comment: {
      id: last.comment.id,
      number: 4,
      url: 'http://127.0.0.1:4000/posts/in-thread?comment=4#comment-4',
      post: {
        slug: 'in-thread',
        comments: {
          pageInfo: { hasNextPage: true, hasPreviousPage: true },
          nodes: [
            { id: reply.comment.id, number: 3, depth: 1 },
            { id: last.comment.id, number: 4, depth: 2 },
          ],
        },
      },
      ancestors: [
        { id: first.comment.id, number: 1, author: { displayName: 'Guest' } },
        { id: reply.comment.id, number: 3, author: { displayName: 'Guest' } },
      ],
      replyCount: 0,
      descendantCount: 0,
    },
    node: { __typename: 'Comment', id: last.comment.id },
  });
});
