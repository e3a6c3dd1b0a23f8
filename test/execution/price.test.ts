import { readdirSync } from 'node:fs';
import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestApi } from '../harness/api.ts';
import { readContract } from '../harness/contract.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const WHOLE = getIntrospectionQuery({
  ...{ descriptions: true, specifiedByUrl: true, inputValueDeprecation: true, oneOf: true },
});

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);

beforeAll(async () => {
  const { id } = await aPost(api, { slug: 'a-post' });
  for (let number = 1; number <= 3; number += 1) await aComment(api, { postId: id });
});

describe('the price', () => {
  it.each([
    ['an item of a connection, whether or not there is one', '{ posts(first: 7) { nodes { id } } }', 7],
    ['20 items by default', '{ posts { nodes { id } } }', 20],
    ['the last page', '{ posts(last: 3) { nodes { id } } }', 3],
    ['edges and nodes, each', '{ posts(first: 5) { edges { node { id } } nodes { id } pageInfo { endCursor } } }', 10],
    ['nothing where no items are selected', '{ posts(first: 100) { totalCount } }', 0],
    ['an empty page as one', '{ posts(first: 0) { nodes { id } } }', 1],
    ['lists within lists', '{ posts(first: 5) { nodes { comments(first: 10) { nodes { id } } } } }', 55],
    [
      'the way back up',
      '{ posts(first: 2) { nodes { comments(first: 3) { nodes { post { comments(first: 5) { nodes { id } } } } } } } }',
      44,
    ],
    ['a plain list by what it can hold', '{ posts(first: 2) { nodes { tags { slug } } } }', 42],
    ['ancestors by the longest chain of replies', '{ comment(id: "x") { ancestors { id } } }', 501],
    ['nodes by the given ids', '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    ['a single object as one', '{ posts(first: 5) { nodes { author { handle } } } }', 10],
    ['each alias', '{ a: posts(first: 5) { nodes { id } } b: posts(first: 6) { nodes { id } } }', 11],
    [
      'what fragments hold',
      '{ posts(first: 5) { ...P } } fragment P on PostConnection { nodes { ...Q } } fragment Q on Post { author { id } }',
      10,
    ],
    [
      'nothing that a directive leaves out',
      '{ posts(first: 5) @skip(if: true) { nodes { id } } tags(first: 3) { nodes { id } } }',
      3,
    ],
    [
      'nested replies as nothing',
      '{ comment(id: "x") { replies(first: 100) { nodes { replies(first: 100) { nodes { id } } } } } }',
      1,
    ],
    [
      'a single object in nested replies once a level',
      '{ comment(id: "x") { replies { nodes { author { displayName } replies { nodes { author { displayName } } } } } } }',
      3,
    ],
    [
      'a list in nested replies by the rows that may be read',
      '{ comment(id: "x") { replies(first: 100) { nodes { tags: post { tags { slug } } } } } }',
      2_002,
    ],
  ])('counts %s', async (_, source, price) => {
    const { extensions } = await api.result([source]);

    expect(extensions).toEqual({ cost: { price, limit: 20_000 } });
  });

  it('reads page sizes from variables, and from their defaults', async () => {
    const source =
      'query ($n: Int = 4, $m: Int, $ids: [ID!]!) { posts(first: $n) { nodes { comments(last: $m) { nodes { id } } } } nodes(ids: $ids) { id } }';

    const [standard, given] = [
      await api.result([source, { ids: [] }]),
      await api.result([source, { n: 2, m: 3, ids: ['x', 'y'] }]),
    ];

    expect(standard.extensions).toMatchObject({ cost: { price: 4 + 4 * 20 + 1 } });
    expect(given.extensions).toMatchObject({ cost: { price: 2 + 2 * 3 + 2 } });
  });

  it('refuses before anything runs, and says the price and the limit', async () => {
    const source =
      '{ posts(first: 1) { nodes { comments(first: 100) { nodes { post { comments(first: 100) { nodes { post { comments(first: 100) { nodes { id } } } } } } } } } } }';
    statements.reset();

    const { data, errors } = await api.result([source]);

    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toEqual({ code: 'QUERY_TOO_COMPLEX', price: 1_000_000, limit: 20_000 });
    expect(statements.count).toBe(0);
  });

  it('refuses a subscription and a mutation alike', async () => {
    const dear =
      'post { comments(first: 100) { nodes { post { comments(first: 100) { nodes { post { comments(first: 100) { nodes { id } } } } } } } } }';
    statements.reset();

    const subscription = api.follow([`subscription { commentAdded(postId: "x") { node { ${dear} } } }`]);
    const mutation = await api.codes([
      `mutation { deleteComment(input: { commentId: "x" }) { ... on DeleteCommentPayload { comment { ${dear} } } } }`,
    ]);

    await expect(subscription).rejects.toThrow('Ask for smaller pages');
    expect(mutation).toEqual(['QUERY_TOO_COMPLEX']);
    expect(statements.count).toBe(0);
  });

  it('refuses a subscription of which each event may return much, and counts the replies in it by what an event may read', async () => {
    const follow = (node: string) => api.follow([`subscription { commentAdded(postId: "x") { node { ${node} } } }`]);
    const thousand = 'post { comments(first: 100) { nodes { id parent { id } } } }';

    const [five, replies] = [`a: ${thousand} b: ${thousand} c: ${thousand} d: ${thousand} e: ${thousand}`, 'replies'];

    await expect(follow(five)).rejects.toThrow('a subscription whose events each return at most 1000 objects');
    await expect(follow(`${replies}(first: 50) { nodes { ancestors { id } } }`)).rejects.toThrow(
      'at most 1000 objects',
    );
    // Cheap enough: the post is what is missing.
    await expect(follow(thousand)).rejects.toThrow('Post not found');
    await expect(follow('ancestors { id }')).rejects.toThrow('Post not found');
  });

  it.each([
    ['objects', (next: string) => `a: parent { ...${next} } b: parent { ...${next} }`],
    [
      'lists',
      (next: string) =>
        `a: post { comments(first: 7) { nodes { ...${next} } } } b: post { comments(first: 11) { nodes { ...${next} } } }`,
    ],
    [
      'replies',
      (next: string) =>
        `a: replies(first: 7) { nodes { ...${next} } } b: replies(first: 11) { nodes { parent { ...${next} } } }`,
    ],
  ])('of fragments that double the %s of the ones before is refused', async (_, fields) => {
    const fragments = Array.from({ length: 15 }, (__, n) => `fragment F${n} on Comment { ${fields(`F${n + 1}`)} }`);

    const codes = await api.codes([
      `{ comment(id: "x") { ...F0 } } ${fragments.join(' ')} fragment F15 on Comment { parent { id } }`,
    ]);

    expect(codes).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('lets every document of the contract through, introspection as GraphiQL sends it, and fifteen levels of replies', async () => {
    const thread = (levels: number): string =>
      levels === 0 ? 'id' : `replies(first: 20) { nodes { id author { displayName } ${thread(levels - 1)} } }`;
    const sources = [
      ...readdirSync('test/contract').map((file) => readContract(file.replace('.graphql', ''))),
      WHOLE,
      `query { post(by: { slug: "a-post" }) { ${thread(15)} } }`,
    ];

    const operations = sources.flatMap((source) =>
      source.split(/^(?=(?:query|mutation|subscription) )/m).filter((part) => /^(?:query|mutation) /m.test(part)),
    );
    for (const source of operations) expect(await codesOf(source), source).not.toContain('QUERY_TOO_COMPLEX');
    expect(operations.length).toBeGreaterThan(12);
  });

  const ofTypes =
    'type { ofType { fields { name description args { name } } } fields { name description args { name } } }';
  it.each([
    ['as GraphiQL sends it', WHOLE],
    ['of one type', '{ __type(name: "Comment") { name fields { name type { kind ofType { name } } } } }'],
    ['of no type', '{ __type(name: "Nothing") { name } }'],
    ['of a type that a variable names', 'query ($name: String! = "Post") { __type(name: $name) { fields { name } } }'],
    ['through fragments', '{ __schema { types { ...T } } } fragment T on __Type { ... on __Type { fields { name } } }'],
    ['that leaves something out', '{ __schema { types { name @skip(if: true) fields @include(if: true) { name } } } }'],
    [
      'of what fields lead to',
      `{ __schema { queryType { fields { name ${ofTypes} } } directives { args { name } } } }`,
    ],
  ])('counts each value of introspection %s', async (_, source) => {
    const { data, errors, extensions } = await api.result([source]);

    expect(errors).toBeUndefined();
    expect(extensions).toMatchObject({ cost: { price: countValues(data) - 1 } });
  });

  it('refuses introspection of few objects with many values', async () => {
    const leaves = Array.from({ length: 30 }, (_, n) => `l${n}: name`).join(' ');
    const source = `{ __schema { types { fields { type { ...T ofType { ...T ofType { ofType { ...T } } } } } } } }
      fragment T on __Type { fields { ${leaves} } }`;

    expect(await codesOf(source)).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('refuses introspection that goes in circles', async () => {
    const fields = (levels: number): string =>
      levels === 0
        ? 'name'
        : Array.from({ length: 5 }, (_, n) => `f${n}: fields { type { ${fields(levels - 1)} } }`).join(' ');

    expect(await codesOf(`{ __schema { types { ${fields(2)} } } }`)).toEqual(['QUERY_TOO_COMPLEX']);
  });
});

/** The objects and leaves of an answer. */
function countValues(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countValues(item), 0);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countValues(item), 1);
}

/** The codes of an operation without its variables: those that it lacks are told after the price. */
async function codesOf(source: string): Promise<string[]> {
  try {
    return await api.codes([source]);
  } catch (error) {
    return [String(error)];
  }
}
