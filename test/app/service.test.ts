import { afterAll, expect, test } from 'vitest';
import { encodeCursor } from '../../src/relay/cursor.ts';
import { DeleteCommentDocument } from '../../src/sdk/generated/operations.ts';
import { createInProcessServer } from '../../src/app/serve.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';

// The whole service without a port: what depends on both HTTP and the schema.

const api = openTestApi(await openTestDatabase());
const server = createInProcessServer(serverOptions(api));
afterAll(async () => await server.close());

test.each([
  ['of another type', 'query ($v: Int) { posts(first: $v) { totalCount } }', 'x'],
  ['too large', 'query ($v: Int) { posts(first: $v) { totalCount } }', 2 ** 31],
  ['not a value of its enum', 'query ($v: TagKind) { tags(kind: $v) { totalCount } }', 'X'],
  ['a one-of with two fields', 'query ($v: PostBy!) { post(by: $v) { id } }', { id: 'x', slug: 'x' }],
  ['a one-of without a field', 'query ($v: PostBy!) { post(by: $v) { id } }', {}],
  ['an object with an unknown field', 'query ($v: PostFilter) { posts(filter: $v) { totalCount } }', { x: 1 }],
  ['missing', 'query ($v: PostBy!) { post(by: $v) { id } }', undefined],
])('a variable that is %s gets 400 and BAD_USER_INPUT', async (_, query, v) => {
  const response = await send({ query, variables: { v } }, { accept: 'application/graphql-response+json' });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('a subscription whose only field is skipped is refused before it starts', async () => {
  for (const query of [
    'subscription { commentAdded(postId: "x") @skip(if: true) { cursor } }',
    'subscription { ...F } fragment F on Subscription { commentAdded(postId: "x") @include(if: false) { cursor } }',
  ]) {
    const response = await send({ query }, { accept: 'application/json, text/event-stream' });

    expect(await response.text()).toContain('GRAPHQL_VALIDATION_FAILED');
  }
});

test('`Last-Event-ID` resumes a stream also when its field is in a fragment', async () => {
  const { id: postId } = await aPost(api);
  for (let n = 0; n < 3; n += 1) await aComment(api, { postId });
  const scope = rowOf(postId);
  const query = `subscription ($p: ID!, $a: String) { ...F } fragment F on Subscription { commentAdded(postId: $p, after: $a) { node { number } } }`;
  const variables = { p: postId, a: encodeCursor('TIME', { scope, key: [1] }) };

  const events = await follow({ query, variables }, { 'last-event-id': encodeCursor('TIME', { scope, key: [2] }) });

  expect(await events.next()).toContain('"number":3');
  await events.end();
});

test('each event is read again: the second does not show what was loaded for the first', async () => {
  const { id: postId } = await aPost(api);
  const { comment: parent } = await aComment(api, { postId, body: 'Soon gone.' }, AN_AUTHOR);
  const query = 'subscription ($p: ID!) { commentAdded(postId: $p) { node { parent { body replyCount } } } }';
  const events = await follow({ query, variables: { p: postId } });

  await aComment(api, { postId, parentId: parent.id });
  const first = await events.next();
  const { comment: sibling } = await aComment(api, { postId, parentId: parent.id });
  const second = await events.next();
  await aComment(api, { postId, parentId: sibling.id });
  await events.next();
  await api.data([DeleteCommentDocument, { input: { commentId: parent.id } }, AN_AUTHOR]);

  expect(first).toContain('{"body":"Soon gone.","replyCount":1}');
  expect(second).toContain('{"body":"Soon gone.","replyCount":2}');
  await events.end();
});

async function send(body: object, headers: Readonly<Record<string, string>>): Promise<Response> {
  return await server.fetch(
    new Request('http://127.0.0.1:4000/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );
}

/** The data of the events, one by one. */
async function follow(body: object, headers: Readonly<Record<string, string>> = {}) {
  const response = await send(body, { accept: 'text/event-stream', ...headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('There is no stream.');
  let text = '';
  return {
    async next(): Promise<string> {
      for (;;) {
        const [whole, data] =
          /event: next\n(?:id:.*\n)?data: (.*)\n\n/.exec(text) ??
          /event: next\n(?:.*\n)*?data: (.*)\n/.exec(text) ??
          [];
        if (whole !== undefined && data !== undefined) {
          text = text.slice(text.indexOf(whole) + whole.length);
          return data;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`The stream ended: ${text}`);
        text += value;
      }
    },
    end: async () => await reader.cancel(),
  };
}

function rowOf(id: string): string {
  return Buffer.from(id, 'base64url').toString().slice('Post:'.length);
}
