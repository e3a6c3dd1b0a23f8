import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const doorbell = createMemoryDoorbell();
const api = openTestApi(database, {}, { doorbell, limits: { keptBytes: 0 } });
const statements = countStatements(database);

const COMMENTS = 40;
let postId = '';
let threadId = '';

beforeAll(async () => {
  ({ id: postId } = await aPost(api, { slug: 'a-post' }));
  for (let number = 1; number <= COMMENTS; number += 1)
    await aComment(api, { postId, body: `Remark ${number}, "quoted".` });
  // A thread whose nested replies are 1 + 2 + 4 + 8.
  let level = [(await aComment(api, { postId })).comment.id];
  threadId = level[0] ?? '';
  for (const width of [1, 2, 4, 8]) {
    const parents = level;
    level = [];
    for (let place = 0; place < width; place += 1) {
      level.push((await aComment(api, { postId, parentId: parents[place % parents.length] ?? null })).comment.id);
    }
  }
});

/** Comments of comments of …: objects that were all read by the second level. */
const around = (levels: number): string =>
  levels === 0 ? 'id number body' : `number post { comments(first: 40) { nodes { ${around(levels - 1)} } } }`;

const HEAVY = `{ post(by: { slug: "a-post" }) { comments(first: 11) { nodes { ${around(2)} } } } }`;

describe('a spent budget', () => {
  const replies = (levels: number): string =>
    levels === 0 ? 'id' : `replies(first: 100) { nodes { id ${replies(levels - 1)} } }`;

  it.each([
    ['nested replies', { replies: 14 }, `query ($id: ID!) { comment(id: $id) { ${replies(5)} } }`],
    ['values', { values: 1_000 }, HEAVY],
    ['bytes of text', { answerBytes: 1_000 }, HEAVY],
  ])('of %s ends a query without data', async (_, limits, source) => {
    const bounded = openTestApi(database, {}, { limits });

    const { data, errors } = await bounded.result([source, { id: threadId }]);

    expect(data).toBeUndefined();
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('of nested replies is not spent by as many as it allows', async () => {
    const bounded = openTestApi(database, {}, { limits: { replies: 15 } });

    const { errors } = await bounded.result([
      `query ($id: ID!) { comment(id: $id) { ${replies(6)} } }`,
      { id: threadId },
    ]);

    expect(errors).toBeUndefined();
  });

  it('of nested replies reads hardly more than it allows', async () => {
    const bounded = openTestApi(database, {}, { limits: { replies: 2 } });
    statements.reset();

    await bounded.result([`query ($id: ID!) { comment(id: $id) { ${replies(6)} } }`, { id: threadId }]);

    const reads = statements.texts.filter((text) => text.includes('SELECT * FROM comment'));
    expect(reads).toHaveLength(1);
    expect(reads[0]).toMatch(/\(SELECT \* FROM thread LIMIT \$\d+\)/);
  });

  it('ends the events of a subscription one by one, not the subscription', async () => {
    const bounded = openTestApi(database, {}, { doorbell, limits: { values: 1_000, eventPrice: 20_000 } });
    const events = await bounded.follow([
      `subscription ($id: ID!) { commentAdded(postId: $id) { node { ${around(2)} } } }`,
      { id: postId },
    ]);

    const refused = events.next();
    await aComment(api, { postId });

    await expect(refused).rejects.toThrow('at most 1000 values');
    await events.return?.();
  });
});

describe('a heavy execution', () => {
  it('gives way to timers, and to other requests, between its steps', async () => {
    await api.data([HEAVY]);
    const heavy = { turns: 0, isDone: false };
    const done = api.data([HEAVY]).then(() => (heavy.isDone = true));
    void (async () => {
      for (; !heavy.isDone; heavy.turns += 1) await nextTurn();
    })();

    await api.data(['{ post(by: { slug: "a-post" }) { id } }']);

    expect(heavy.isDone).toBe(false);
    await done;
    // 11 × 40 × 40 comments of 3 values each, and at most 4,000 values and a page more in a turn.
    expect(heavy.turns).toBeGreaterThan((11 * 40 * 40 * 3) / 5_000);
  });

  it('ends soon after its client has left', async () => {
    const client = new AbortController();
    const heavy = api.result([HEAVY], client.signal);
    await nextTurn();

    client.abort();

    const { data, errors } = await heavy;
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE');
  });

  it('costs no more statements for its steps', async () => {
    await api.data([HEAVY]);
    statements.reset();
    await api.data([HEAVY]);

    // The post, the two sizes of its page, and each comment's post, which is known.
    expect(statements.count).toBeLessThanOrEqual(3);
  });
});

describe('a mutation of many fields', () => {
  const writes = (count: number) =>
    `mutation ($post: ID!) { ${Array.from({ length: count }, (_, n) => `w${n}: createComment(input: { postId: $post, body: "Write ${n}" }) { __typename ... on CreateCommentPayload { comment { number } } }`).join(' ')} }`;

  it('begins no further field when its client has left, and tells what was done', async () => {
    const client = new AbortController();
    let rings = 0;
    doorbell.listen({ heard: () => (rings += 1) === 2 && client.abort(), missed: () => {} });

    const { data, errors } = await api.result([writes(5), { post: postId }, anAccountOf(1)], client.signal);

    expect(data).toMatchObject({ w0: { __typename: 'CreateCommentPayload' }, w2: null, w3: null, w4: null });
    expect(errors?.at(-1)).toMatchObject({ path: ['w4'], extensions: { code: 'SERVICE_UNAVAILABLE' } });
    expect(await database.prisma.comment.count({ where: { body: 'Write 4' } })).toBe(0);
  });
});
