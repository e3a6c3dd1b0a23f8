import { GraphQLObjectType, parse, validate } from 'graphql';
import { beforeEach, expect, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { COVERED } from '../../src/execution/reuse/covered-fields.ts';
import { findOnlyPost } from '../../src/execution/reuse/find-only-post.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { Identity } from '../../src/session/session.ts';
import { aVoice, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aComment, aPost, type WrittenPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);

const PAGE = 'query ($by: PostBy!) { post(by: $by) { title commentCount replies { nodes { body viewerCanEdit } } } }';

let post: WrittenPost;
beforeEach(async () => {
  post = await aPost(api);
  await aComment(api, { postId: post.id, body: 'First.' });
});

test.each([
  ['its slug', () => ({ slug: post.slug })],
  ['its id', () => ({ id: post.id })],
  ['its address', () => ({ url: `http://127.0.0.1:4000/posts/${post.slug}` })],
])('a page that is asked for again by %s costs one small statement, until something changes', async (_key, key) => {
  const answers = [];
  for (let time = 1; time <= 3; time += 1) {
    statements.reset();
    answers.push(await api.result([PAGE, { by: key() }]));
  }
  expect(statements.texts).toEqual([expect.stringContaining('site_version')]);
  const [plain, made, kept] = answers.map((answer) => JSON.stringify(answer));
  expect(made).toBe(plain);
  expect(kept).toBe(plain);

  await aComment(api, { postId: post.id, body: 'Second.' });

  expect(await api.data([PAGE, { by: key() }])).toMatchObject({ post: { commentCount: 2 } });
});

test('a page that is asked for by its address is looked at anew once it is opened, and once its address is another', async () => {
  const addresses = ['https://old.example/a', 'https://new.example/a'];
  const titles = async () => {
    const answers = [];
    for (const url of addresses) {
      for (let time = 1; time <= 3; time += 1)
        answers.push(await api.data<{ post: object | null }, object>([PAGE, { by: { url } }]));
    }
    return answers.map((answer) => (answer.post === null ? 'none' : 'found'));
  };
  const [none, found] = ['none', 'found'].map((answer) => Array.from({ length: 3 }, () => answer));

  expect(await titles()).toEqual([none, none].flat());
  await database.pool.query(
    `UPDATE post SET page_url = 'https://old.example/a', page_key = 'old.example/a' WHERE slug = $1`,
    [post.slug],
  );
  expect(await titles()).toEqual([found, none].flat());
  await database.pool.query(
    `UPDATE post SET page_url = 'https://new.example/a', page_key = 'new.example/a' WHERE slug = $1`,
    [post.slug],
  );
  expect(await titles()).toEqual([none, found].flat());
});

test.each<[string, Identity]>([
  ['an account', AN_AUTHOR],
  ['a voice', aVoice('a-voice')],
])('%s never gets an answer that was made for nobody, or makes one', async (_who, identity) => {
  const { comment } = await aComment(api, { postId: post.id, body: 'Mine.' }, identity);
  const own = { post: { replies: { nodes: expect.arrayContaining([{ body: 'Mine.', viewerCanEdit: true }]) } } };
  const others = { post: { replies: { nodes: expect.arrayContaining([{ body: 'Mine.', viewerCanEdit: false }]) } } };
  expect(comment.number).toBe(2);

  for (let time = 1; time <= 3; time += 1) {
    expect(await api.data([PAGE, { by: { slug: post.slug } }, identity])).toMatchObject(own);
    expect(await api.data([PAGE, { by: { slug: post.slug } }])).toMatchObject(others);
  }
});

test('an answer with an error is made each time, and one about a post that is no longer public is not given', async () => {
  const faulty = 'query ($by: PostBy!) { post(by: $by) { comments(first: 1000) { totalCount } } }';
  for (let time = 1; time <= 3; time += 1)
    expect(await api.codes([faulty, { by: { slug: post.slug } }])).toEqual(['BAD_USER_INPUT']);

  for (let time = 1; time <= 3; time += 1) await api.data([PAGE, { by: { slug: post.slug } }]);
  await database.pool.query('UPDATE post SET published_at = NULL WHERE slug = $1', [post.slug]);

  expect(await api.data([PAGE, { by: { slug: post.slug } }])).toEqual({ post: null });
});

test('by GET an answer has an ETag, and whoever has it already gets 304', async () => {
  const server = createInProcessServer(serverOptions(api));
  const url = new URL('http://127.0.0.1:4000/graphql');
  url.searchParams.set('query', PAGE);
  url.searchParams.set('variables', JSON.stringify({ by: { slug: post.slug } }));
  const get = async (headers: Record<string, string> = {}) =>
    await server.fetch(new Request(url, { headers: { accept: 'application/json', ...headers } }));

  const tags = [];
  for (let time = 1; time <= 3; time += 1) tags.push((await get()).headers.get('etag') ?? '');
  const [etag = ''] = tags;
  const known = await get({ 'if-none-match': etag });
  await aComment(api, { postId: post.id, body: 'News.' });
  const news = await get({ 'if-none-match': etag });

  expect(etag).toMatch(/^"[\w-]+"$/);
  expect(new Set(tags).size).toBe(1);
  expect([known.status, await known.text()]).toEqual([304, '']);
  expect(news.status).toBe(200);
  expect(await news.json()).toMatchObject({ data: { post: { commentCount: 2 } } });
  await server.close();
});

test.each([
  [
    'one post, through fragments',
    'query { post(by: { slug: "a" }) { ...P } } fragment P on Post { author { handle } }',
    true,
  ],
  ['a post twice', '{ post(by: { slug: "a" }) { id } b: post(by: { slug: "b" }) { id } }', false],
  ['what another root field tells', '{ post(by: { slug: "a" }) { id } viewer { handle } }', false],
  ['the posts of an author', '{ post(by: { slug: "a" }) { author { posts { totalCount } } } }', false],
  ['the posts of a tag', '{ post(by: { slug: "a" }) { tags { postCount } } }', false],
  ['nothing of a post', '{ __typename }', false],
])('a document that asks for %s', (_what, source, isCovered) => {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  expect(findOnlyPost(schema, document) !== null).toBe(isCovered);
});

test('each field of a discussion is decided on: a new one is covered, or it is of other posts', () => {
  const ofOthers = { Author: ['posts', 'comments'], Tag: ['postCount', 'posts'] };
  for (const name of [
    'Post',
    'Comment',
    'CommentConnection',
    'CommentEdge',
    'HeldComment',
    'Flag',
    'PageInfo',
    'Guest',
    'Author',
    'Tag',
  ]) {
    const type = schema.getType(name);
    if (!(type instanceof GraphQLObjectType)) throw new Error(`Expected ${name} to be a type.`);
    const decided = [...(COVERED[name] ?? []), ...(name in ofOthers ? ofOthers[name as keyof typeof ofOthers] : [])];
    expect(Object.keys(type.getFields()).sort(), name).toEqual(decided.toSorted());
  }
});
