import { beforeAll, expect, test } from 'vitest';
import { DeleteCommentDocument } from '../../src/sdk/generated/operations.ts';
import { decodeIdOf } from '../../src/relay/global-id.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, aPost } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const moderator = anAccount('mo', 'MODERATOR');

const REACT = 'mutation ($input: ReactInput!) { react(input: $input) { __typename } }';
const PAGE = /* GraphQL */ `
  query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $around: ID) {
    post(by: { id: $id }) {
      comments(order: TOP, first: $first, after: $after, last: $last, before: $before, around: $around) {
        totalCount
        nodes {
          number
          parent {
            number
          }
          replies(first: 2) {
            nodes {
              number
            }
          }
        }
        pageInfo {
          hasPreviousPage
          hasNextPage
          startCursor
          endCursor
        }
      }
    }
  }
`;
const REPLIES = /* GraphQL */ `
  query ($id: ID!, $comment: ID!, $first: Int, $after: String) {
    post(by: { id: $id }) {
      replies(order: TOP, first: $first, after: $after) {
        nodes {
          number
        }
        pageInfo {
          endCursor
        }
      }
    }
    comment(id: $comment) {
      byNumber: replies(first: 20) {
        nodes {
          number
        }
      }
      replies(order: TOP, first: 20) {
        totalCount
        nodes {
          number
        }
      }
    }
  }
`;

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly number: number; readonly parent: { number: number } | null }[];
  readonly pageInfo: {
    readonly hasPreviousPage: boolean;
    readonly hasNextPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The reactions to the comments of a post, by number. */
const SCORES = [0, 2, 0, 1, 2, 0, 0, 1, 3, 0];
const BY_SCORE = [9, 2, 5, 4, 8, 1, 3, 6, 7, 10];

let postId = '';
let ids: string[] = [];

beforeAll(async () => {
  ({ postId, ids } = await aThread(SCORES));
});

/** Comments 1, 2, 3 are top-level; each later one answers the first. */
async function aThread(scores: readonly number[]) {
  const { id } = await aPost(api);
  const found: string[] = [];
  for (const [place, score] of scores.entries()) {
    const parentId = place < 3 ? null : (found[0] ?? null);
    const { comment } = await aComment(api, { postId: id, parentId });
    found.push(comment.id);
    for (let reader = 0; reader < score; reader += 1) await react(comment.id, { reader });
  }
  return { postId: id, ids: found };
}

async function react(commentId: string, { reader, on = true }: { reader: number; on?: boolean }) {
  await api.data([REACT, { input: { commentId, kind: 'funny', on } }, anAccountOf(reader)]);
}

async function readPage(args: object, id = postId): Promise<Page> {
  const { post } = await api.data<{ post: { comments: Page } }, object>([PAGE, { id, ...args }]);
  return post.comments;
}

const numbersOf = ({ nodes }: { readonly nodes: readonly { readonly number: number }[] }) =>
  nodes.map(({ number }) => number);

test('comments come by score, then by number, each with its parent and its replies', async () => {
  const page = await readPage({ first: 20 });

  expect(numbersOf(page)).toEqual(BY_SCORE);
  expect(page.totalCount).toBe(10);
  expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: false });
  expect(page.nodes[0]).toMatchObject({ number: 9, parent: { number: 1 }, replies: { nodes: [] } });
  expect(page.nodes[5]).toMatchObject({ number: 1, parent: null, replies: { nodes: [{ number: 4 }, { number: 5 }] } });
});

test.each([1, 2, 3, 4, 5, 6, 7, 9, 10, 11])('pages of %i visit each comment once, from either end', async (size) => {
  const forward: number[] = [];
  let page: Page | null = null;
  do {
    page = await readPage({ first: size, after: page?.pageInfo.endCursor ?? null });
    forward.push(...numbersOf(page));
  } while (page.pageInfo.hasNextPage);
  const backward: number[] = [];
  page = null;
  do {
    page = await readPage({ last: size, before: page?.pageInfo.startCursor ?? null });
    backward.unshift(...numbersOf(page));
  } while (page.pageInfo.hasPreviousPage);

  expect(forward).toEqual(BY_SCORE);
  expect(backward).toEqual(BY_SCORE);
});

test.each([
  [9, [9, 2, 5, 4]],
  [5, [9, 2, 5, 4]],
  [8, [5, 4, 8, 1]],
  [1, [4, 8, 1, 3]],
  [10, [6, 7, 10]],
])('a page around comment %i has its neighbours', async (number, expected) => {
  const page = await readPage({ first: 4, around: ids[number - 1] });

  expect(numbersOf(page)).toEqual(expected);
  expect(page.pageInfo.hasPreviousPage).toBe(expected[0] !== 9);
  expect(page.pageInfo.hasNextPage).toBe(expected.at(-1) !== 10);
});

test('only a comment whose score crosses the cursor is missed or repeated', async () => {
  const thread = await aThread(SCORES);
  const first = await readPage({ first: 4 }, thread.postId);
  // 6 rises in front of the cursor, 2 falls behind it, and 10 stays behind it.
  for (const reader of [1, 2, 3, 4]) await react(thread.ids[5] ?? '', { reader });
  for (const reader of [0, 1]) await react(thread.ids[1] ?? '', { reader, on: false });
  await react(thread.ids[9] ?? '', { reader: 1 });

  const rest = await readPage({ first: 20, after: first.pageInfo.endCursor }, thread.postId);

  expect(numbersOf(first)).toEqual([9, 2, 5, 4]);
  expect(numbersOf(rest)).toEqual([8, 10, 1, 2, 3, 7]);
});

test('replies come by score where that is asked for, and by number beside it', async () => {
  const read = async (after: string | null) =>
    await api.data<{ post: { replies: Page }; comment: { byNumber: Page; replies: Page } }, object>([
      REPLIES,
      { id: postId, comment: ids[0], first: 2, after },
    ]);
  const { post, comment } = await read(null);

  expect(numbersOf(comment.replies)).toEqual([9, 5, 4, 8, 6, 7, 10]);
  expect(comment.replies.totalCount).toBe(7);
  expect(numbersOf(comment.byNumber)).toEqual([4, 5, 6, 7, 8, 9, 10]);
  expect(numbersOf(post.replies)).toEqual([2, 1]);
  expect(numbersOf((await read(post.replies.pageInfo.endCursor)).post.replies)).toEqual([3]);
});

test('a withdrawn comment keeps a place, without its score, and has it again when its status is set back', async () => {
  const thread = await aThread([0, 0, 2, 1]);
  const [, , third = ''] = thread.ids;
  await api.data([DeleteCommentDocument, { input: { commentId: third } }, moderator]);
  const withdrawn = await readPage({ first: 20 }, thread.postId);
  await database.pool.query(`UPDATE comment SET status = 'PUBLISHED' WHERE id = $1`, [decodeIdOf('Comment', third)]);

  expect(numbersOf(withdrawn)).toEqual([4, 1, 2, 3]);
  expect(numbersOf(await readPage({ first: 19 }, thread.postId))).toEqual([3, 4, 1, 2]);
});

test('a cursor of another order, or past the end, is refused', async () => {
  const { pageInfo } = await readPage({ first: 1 });
  const other = 'query ($id: ID!, $after: String) { post(by: { id: $id }) { comments(after: $after) { totalCount } } }';
  const cursor = (key: unknown[]) =>
    Buffer.from(JSON.stringify([1, 'TOP', decodeIdOf('Post', postId), ...key])).toString('base64url');

  expect(await api.codes([other, { id: postId, after: pageInfo.endCursor }])).toEqual(['BAD_CURSOR']);
  expect(await api.codes([PAGE, { id: postId, after: cursor([0, 11]) }])).toEqual(['CURSOR_EXPIRED']);
  expect(await api.codes([PAGE, { id: postId, after: cursor([-1, 1]) }])).toEqual(['BAD_CURSOR']);
  expect(await api.codes([PAGE, { id: postId, after: cursor([3]) }])).toEqual(['BAD_CURSOR']);
  expect(await api.codes([PAGE, { id: postId, around: ids[0], last: 2 }])).toEqual(['BAD_USER_INPUT']);
  expect(await api.codes([PAGE, { id: postId, around: postId }])).toEqual(['BAD_USER_INPUT']);
  expect(await api.codes([PAGE, { id: postId, around: ids[0], after: 'x' }])).toEqual(['BAD_CURSOR']);
  expect(await api.codes([PAGE, { id: postId, first: 101 }])).toEqual(['BAD_USER_INPUT']);
});
