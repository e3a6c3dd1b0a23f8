import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommentsDocument, type CommentsQueryVariables } from '../../src/sdk/generated/operations.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost, tryComment } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);

/** For each comment the number of its parent, or 0. */
const threads = fc
  .array(fc.nat(), { minLength: 1, maxLength: 14 })
  .map((choices) => choices.map((choice, index) => choice % (index + 1)));

test('both views have the same rows in their two orders, in either paging direction', async () => {
  await fc.assert(
    fc.asyncProperty(threads, fc.integer({ min: 1, max: 6 }), async (parents, size) => {
      const post = { id: await writeThread(parents) };

      for (const order of ['TIME', 'THREAD'] as const) {
        const expected = order === 'TIME' ? parents.map((_, index) => index + 1) : inThreadOrder(parents);

        expect(await readForwards({ post, order, first: size })).toEqual(expected);
        expect(await readBackwards({ post, order, last: size })).toEqual(expected);
      }
    }),
    { numRuns: 12 },
  );
});

test('a page around a comment has half of its rows before the comment', async () => {
  await fc.assert(
    fc.asyncProperty(threads, fc.nat(), fc.nat({ max: 8 }), async (parents, choice, first) => {
      const postId = await writeThread(parents);
      const [around] = await idsOf(postId, (choice % parents.length) + 1);

      for (const order of ['TIME', 'THREAD'] as const) {
        const expected = order === 'TIME' ? parents.map((_, index) => index + 1) : inThreadOrder(parents);
        const at = expected.indexOf((choice % parents.length) + 1);
        const from = Math.max(0, at - Math.floor(first / 2));

        const page = await readPage({ post: { id: postId }, order, around, first });

        expect(page.numbers).toEqual(expected.slice(from, from + first));
        expect(page.pageInfo.hasNextPage).toBe(from + first < expected.length);
        if (first > 0) expect(page.pageInfo.hasPreviousPage).toBe(from > 0);
      }
    }),
    { numRuns: 12 },
  );
});

test('an empty page has null cursors and the right count', async () => {
  const postId = await writeThread([0, 1]);

  const page = await readPage({ post: { id: postId }, first: 0 });

  expect(page).toMatchObject({
    numbers: [],
    totalCount: 2,
    pageInfo: { startCursor: null, endCursor: null, hasNextPage: true },
  });
});

test('a chain of 500 replies is written and read completely in both views, and a deeper one gets a typed error', async () => {
  const { id } = await aPost(api);
  await writeChain(id, 500);
  const { post } = await api.data([CommentsDocument, { post: { id }, last: 1 }]);
  const { comment } = await aComment(api, { postId: id, parentId: post?.comments.edges[0]?.node.id ?? null });
  const deeper = await tryComment(api, { postId: id, parentId: comment.id });

  expect(comment).toMatchObject({ number: 501, depth: 500 });
  expect(deeper).toMatchObject({ __typename: 'TooDeepError', code: 'TOO_DEEP' });

  for (const order of ['TIME', 'THREAD'] as const) {
    const numbers = await readForwards({ post: { id }, order, first: 100 });

    expect(numbers).toEqual(Array.from({ length: 501 }, (_, index) => index + 1));
  }
});

async function writeThread(parents: readonly number[]): Promise<string> {
  const { id: postId } = await aPost(api);
  const ids: string[] = [];
  for (const parent of parents) {
    const { comment } = await aComment(api, { postId, parentId: ids[parent - 1] ?? null });
    ids.push(comment.id);
  }
  return postId;
}

function inThreadOrder(parents: readonly number[], of = 0): number[] {
  return parents.flatMap((parent, index) => (parent === of ? [index + 1, ...inThreadOrder(parents, index + 1)] : []));
}

async function readPage(variables: CommentsQueryVariables) {
  const { post } = await api.data([CommentsDocument, variables]);
  if (!post) throw new Error('There is no such post.');
  const { edges, ...page } = post.comments;
  return { ...page, numbers: edges.map(({ node }) => node.number) };
}

async function readForwards(variables: CommentsQueryVariables): Promise<number[]> {
  const { numbers, pageInfo } = await readPage(variables);
  if (!pageInfo.hasNextPage) return numbers;
  return [...numbers, ...(await readForwards({ ...variables, after: pageInfo.endCursor }))];
}

async function readBackwards(variables: CommentsQueryVariables): Promise<number[]> {
  const { numbers, pageInfo } = await readPage(variables);
  if (!pageInfo.hasPreviousPage) return numbers;
  return [...(await readBackwards({ ...variables, before: pageInfo.startCursor })), ...numbers];
}

async function idsOf(postId: string, number: number): Promise<string[]> {
  const { post } = await api.data([CommentsDocument, { post: { id: postId }, first: 100 }]);
  return (post?.comments.edges ?? []).filter(({ node }) => node.number === number).map(({ node }) => node.id);
}

/** Writes all but the last in one statement; 500 mutations would test nothing more. */
async function writeChain(postId: string, length: number): Promise<void> {
  const row = Buffer.from(postId, 'base64url').toString().replace('Post:', '');
  await database.pool.query(
    `INSERT INTO comment (id, post_id, parent_id, number, path, body, body_html, renderer_version, reply_count, reply_places)
     SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, CASE WHEN n > 1 THEN ('00000000-0000-7000-8000-' || lpad((n - 1)::text, 12, '0'))::uuid END,
       n, ARRAY(SELECT generate_series(1, n)), 'x', '<p>x</p>', 1, CASE WHEN n < $2::int THEN 1 ELSE 0 END, CASE WHEN n < $2::int THEN 1 ELSE 0 END
     FROM generate_series(1, $2::int) n`,
    [row, length],
  );
  await database.pool.query(
    'UPDATE discussion SET last_number = $2, comment_count = $2, top_level_places = 1 WHERE post_id = $1',
    [row, length],
  );
}
