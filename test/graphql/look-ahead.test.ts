// What is read ahead must not show: however a document asks for replies, the answer is that of the discussion.
import { beforeAll, expect, test } from 'vitest';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);

// The parent of each comment, by number: two threads, of which one is deep and one is wide.
const PARENTS = [null, 1, 2, 3, 4, null, 6, 6, 6, 7, 7, 10];
let postId = '';

interface Reply {
  readonly number: number;
  readonly replies?: { readonly nodes: readonly Reply[]; readonly pageInfo: { readonly hasNextPage: boolean } };
}

beforeAll(async () => {
  ({ id: postId } = await aPost(api, { slug: 'a-post' }));
  const ids: string[] = [];
  for (const [place, parent] of PARENTS.entries()) {
    const parentId = parent === null ? null : (ids[parent - 1] ?? null);
    ids.push((await aComment(api, { postId, parentId }, anAccountOf(place % 3))).comment.id);
  }
});

const repliesOf = (parent: number | null) => PARENTS.flatMap((one, place) => (one === parent ? [place + 1] : []));

/** The first replies to a place, with as many levels below as sizes are given. */
function expected(parent: number | null, [size = 0, ...below]: readonly number[]): object {
  const numbers = repliesOf(parent);
  const nodes = numbers.slice(0, size).map((number) => ({
    number,
    ...(below.length > 0 && { replies: expected(number, below) }),
  }));
  return { nodes, pageInfo: { hasNextPage: numbers.length > size } };
}

const page = (fields: string) => `{ nodes { number ${fields} } pageInfo { hasNextPage } }`;

test.each([
  ['nodes', [2, 2, 2], `replies(first: 2) ${page(`replies(first: 2) ${page(`replies(first: 2) ${page('')}`)}`)}`],
  [
    'pages of other sizes at each level',
    [1, 20, 1],
    `replies(first: 1) ${page(`replies ${page(`replies(first: 1) ${page('')}`)}`)}`,
  ],
  ['an empty page', [2, 0], `replies(first: 2) ${page(`replies(first: 0) ${page('')}`)}`],
])('%s of replies are those of the discussion', async (_what, sizes, fields) => {
  const { post } = await api.data<{ post: object }, object>([`{ post(by: { slug: "a-post" }) { ${fields} } }`]);

  expect(post).toEqual({ replies: expected(null, sizes) });
});

test('fragments, edges, directives and variables are looked into', async () => {
  const source = `query ($size: Int, $no: Boolean!) {
    post(by: { slug: "a-post" }) { replies(first: $size) { edges { ...Edge } } }
  }
  fragment Edge on CommentEdge { node { number ... on Comment { ...Below @skip(if: $no) ...Below @include(if: true) } } }
  fragment Below on Comment {
    author { displayName } parent { number }
    replies(first: 3) { edges { node { number parent { number } author { displayName } url post { title } } } }
  }`;
  statements.reset();

  const { post } = await api.data<{ post: { replies: { edges: { node: Record<string, unknown> }[] } } }, object>([
    source,
    { size: 5, no: true },
  ]);

  expect(statements.count, statements.texts.join('\n')).toBe(2);
  const [first, second] = post.replies.edges.map(({ node }) => node);
  expect(first).toMatchObject({
    number: 1,
    parent: null,
    replies: { edges: [{ node: { number: 2, parent: { number: 1 } } }] },
  });
  expect(second).toMatchObject({
    replies: { edges: [{ node: { number: 7 } }, { node: { number: 8 } }, { node: { number: 9 } }] },
  });
});

test('pages that are not read ahead give the same answers, one statement for each kind', async () => {
  const fields = page(`
    ahead: replies(first: 2) ${page('')}
    same: replies(first: 2) ${page('body')}
    other: replies(first: 1) ${page('')}
    last: replies(last: 1) { nodes { number } }`);
  statements.reset();

  const { post } = await api.data<{ post: { replies: { nodes: object[] } } }, object>([
    `{ post(by: { slug: "a-post" }) { replies ${fields} } }`,
  ]);

  // The post, its thread, and the two kinds of other pages.
  expect(statements.count, statements.texts.join('\n')).toBe(4);
  expect(post.replies.nodes[1]).toMatchObject({
    ahead: { nodes: [{ number: 7 }, { number: 8 }], pageInfo: { hasNextPage: true } },
    same: { nodes: [{ number: 7, body: 'A remark.' }, { number: 8 }] },
    other: { nodes: [{ number: 7 }], pageInfo: { hasNextPage: true } },
    last: { nodes: [{ number: 9 }] },
  });
});

test('replies are read ahead of a comment, and of a page of all comments', async () => {
  const nested = `replies(first: 2) ${page(`replies(first: 2) ${page('')}`)}`;
  const source = `{ post(by: { slug: "a-post" }) { comments(order: THREAD, last: 7) { nodes { number parent { number } ${nested} } } } }`;
  statements.reset();

  const { post } = await api.data<{ post: { comments: { nodes: (Reply & { parent: unknown })[] } } }, object>([source]);

  expect(statements.count, statements.texts.join('\n')).toBe(2);
  for (const { number, replies, parent } of post.comments.nodes) {
    expect(replies, `replies to ${number}`).toEqual(expected(number, [2, 2]));
    expect(parent).toEqual(PARENTS[number - 1] === null ? null : { number: PARENTS[number - 1] });
  }
});

test.each([
  ['a part of it is read, and all of it beside', { fields: 'number', beside: 10 }],
  ['its text is read, where that is selected', { fields: 'number bodyHtml', beside: 1 }],
  ['its text is read, where a fragment may select it', { fields: 'number ... on Comment { bodyHtml }', beside: 1 }],
])('of a parent that is not on the page %s', async (_what, { fields, beside }) => {
  const { post: whole } = await api.data<{ post: { comments: { nodes: { id: string }[] } } }, object>([
    '{ post(by: { slug: "a-post" }) { comments(first: 12) { nodes { id } } } }',
  ]);
  const source = `query ($id: ID!) {
    post(by: { slug: "a-post" }) { comments(last: 1) { nodes { number bodyHtml parent { ${fields} } } } }
    comment(id: $id) { number bodyHtml author { displayName } }
  }`;

  const found = await api.data<object, object>([source, { id: whole.comments.nodes[beside - 1]?.id }]);

  const bodyHtml = '<p dir="auto">A remark.</p>';
  const parent = { number: PARENTS[11], ...(fields !== 'number' && { bodyHtml }) };
  expect(found).toEqual({
    post: { comments: { nodes: [{ number: 12, bodyHtml, parent }] } },
    comment: { number: beside, bodyHtml, author: { displayName: `reader-${(beside - 1) % 3}` } },
  });
});

test('a later write of the same request is shown by its own answer', async () => {
  const { id } = await aPost(api);
  const { comment } = await aComment(api, { postId: id }, anAccountOf(1));
  const thread = `{ ... on CreateCommentPayload { comment { post { commentCount replies { nodes { id replies { nodes { body replies { totalCount } } } } } } } } }`;
  const source = `mutation ($post: ID!, $parent: ID!) {
    one: createComment(input: { postId: $post, parentId: $parent, body: "One" }) ${thread}
    two: createComment(input: { postId: $post, parentId: $parent, body: "Two" }) ${thread}
  }`;

  const answer = await api.data<Record<'one' | 'two', unknown>, object>([
    source,
    { post: id, parent: comment.id },
    anAccountOf(1),
  ]);

  const shown = (...bodies: string[]) => ({
    comment: {
      post: {
        commentCount: bodies.length + 1,
        replies: {
          nodes: [{ id: comment.id, replies: { nodes: bodies.map((body) => ({ body, replies: { totalCount: 0 } })) } }],
        },
      },
    },
  });
  expect(answer).toEqual({ one: shown('One'), two: shown('One', 'Two') });
});
