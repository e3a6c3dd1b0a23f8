import { beforeAll, expect, test } from 'vitest';
import { readContract } from '../harness/contract.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database, {}, { limits: { keptBytes: 0 } });
const statements = countStatements(database);

const MANY = 300;

beforeAll(async () => {
  for (const [n, comments] of [30, 30, MANY].entries()) {
    const { id: postId } = await aPost(api, {
      slug: `post-${n}`,
      tags: [
        { label: 'Energy', kind: 'TOPIC' },
        { label: `Tag ${n}`, kind: 'TOPIC' },
      ],
    });
    // Four replies to each comment, then one chain of four more levels, each by another account.
    const ids: string[] = [];
    for (let place = 0; place < comments; place += 1) {
      const parentId = ids[place < comments - 4 ? Math.floor(place / 4) - 1 : place - 1] ?? null;
      ids.push((await aComment(api, { postId, parentId }, anAccountOf(place))).comment.id);
    }
  }
}, 60_000);

test.each(['TIME', 'THREAD'] as const)(
  'a page in the view by %s costs 2 statements, with parents and authors',
  async (order) => {
    const cost = await costOf(readContract('03-view-by-time'), { post: { slug: 'post-0' }, order, last: 10 });

    expect(cost, statements.texts.join('\n')).toBe(2);
  },
);

test('a nested thread of five levels costs 2 statements', async () => {
  const cost = await costOf(readContract('04-nested-thread'), { post: { slug: 'post-0' } });

  expect(cost, statements.texts.join('\n')).toBe(2);
});

test.each(['03-view-by-time', '04-nested-thread'])(
  'the cost of %s does not depend on the number of comments',
  async (name) => {
    const [few, many] = [
      await costOf(readContract(name), { post: { slug: 'post-0' }, order: 'THREAD', first: 100 }),
      await costOf(readContract(name), { post: { slug: 'post-2' }, order: 'THREAD', first: 100 }),
    ];

    expect(many).toBe(few);
  },
);

test('the front page costs 3 statements, and a title costs 1', async () => {
  const cost = await costOf(readContract('01-front-page'), { first: 10 });

  expect(cost, statements.texts.join('\n')).toBe(3);
  expect(await costOf('{ post(by: { slug: "post-0" }) { title } }', {})).toBe(1);
});

test('nested lists cost one statement per level, not one per row', async () => {
  const source = `{
    tags(first: 5) { nodes { postCount posts(first: 2) { totalCount nodes { replies(first: 2) { nodes { descendantCount ancestors { number } } } comments(first: 3) { nodes { url author { ... on Author { comments(first: 2) { totalCount nodes { number } } } } } } } } } }
  }`;

  const cost = await costOf(source, {});

  // tags, counts (of tags, and the same for totalCount), posts, replies, comments, descendants, comments of authors, their counts
  expect(cost, statements.texts.join('\n')).toBeLessThanOrEqual(10);
});

test('no body is read that is not selected', async () => {
  const comments = 'pageInfo { endCursor } nodes { id author { displayName } replies(first: 5) { nodes { subject } } }';
  await costOf(
    `{ posts(first: 2) { nodes { title author { handle } } } post(by: { slug: "post-0" }) { replies(first: 5) { ${comments} } } }`,
    {},
  );

  expect(statements.count).toBe(3);
  for (const text of statements.texts) expect(text).not.toMatch(/\bbody(_html)?\b/);
});

test('no page is read without a limit in SQL', async () => {
  await costOf(readContract('04-nested-thread'), { post: { slug: 'post-0' } });

  const pages = statements.texts.filter((text) => text.includes('unnest'));
  expect(pages.length).toBeGreaterThan(0);
  for (const text of pages) expect(text).toMatch(/LIMIT \$\d+/);
});

test.each([
  ['a comment', {}, 2],
  ['a reply with a key', { isReply: true }, 2],
])(
  '%s of an account costs at most two statements, with its post and its parent in the answer',
  async (_what, { isReply = false }: { isReply?: boolean }, most) => {
    const { id: postId } = await aPost(api);
    const { comment } = await aComment(api, { postId }, anAccountOf(1));
    const source = `mutation ($input: CreateCommentInput!) {
    createComment(input: $input) {
      ... on CreateCommentPayload { cursor comment { url viewerCanEdit author { displayName } post { title commentCount } parent { replyCount } } }
    }
  }`;
    const input = { postId, body: 'A remark.', ...(isReply && { parentId: comment.id, clientMutationId: 'a-key' }) };

    statements.reset();
    await api.data([source, { input }, anAccountOf(1)]);

    expect(statements.count, statements.texts.join('\n')).toBeLessThanOrEqual(most);
  },
);

async function costOf(source: string, variables: object): Promise<number> {
  await api.data([source, variables]);
  statements.reset();
  await api.data([source, variables]);
  return statements.count;
}
