import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { PostCursorDocument } from '../../src/sdk/generated/operations.ts';
import { encodeCursor } from '../../src/relay/cursor.ts';
import { startServer } from '../../src/app/serve.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';
import { readEvents } from '../http/read-events.ts';
import { openAcknowledged } from '../websocket/socket-client.ts';

// Shared executions through HTTP and WebSocket together; over a port, because connections are the subject.

const database = await openTestDatabase();
const api = openTestApi(database);
const { services, delivery } = api;

const ADDED = `subscription ($postId: ID!, $after: String) {
  commentAdded(postId: $postId, after: $after) { cursor node { number body author { displayName } } }
}`;
const PERSONAL = `subscription ($postId: ID!, $after: String) {
  commentAdded(postId: $postId, after: $after) { cursor node { number viewerCanEdit } }
}`;

async function openService() {
  const server = await startServer(serverOptions(api));
  onTestFinished(() => server.close());
  return server;
}

async function tokenOf(handle: string, role: 'READER' | 'AUTHOR' | 'MODERATOR' = 'READER'): Promise<string> {
  return await signToken(
    { subject: handle, handle, role },
    { secret: services.config.authSecret ?? '', expiresIn: 60 },
  );
}

interface Asked {
  readonly query?: string;
  readonly variables: { readonly postId: string; readonly after?: string };
  readonly token?: string;
  readonly operationId?: string;
}

async function overSocket(url: string, { query = ADDED, variables, token, operationId = '1' }: Asked) {
  const client = await openAcknowledged(url, token === undefined ? {} : { authorization: `Bearer ${token}` });
  client.subscribe(operationId, query, { ...variables });
  return { next: async () => await client.next(), socket: client.socket };
}

async function overEvents(url: string, { query = ADDED, variables, token }: Asked) {
  const connection = new AbortController();
  onTestFinished(() => connection.abort());
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    signal: connection.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const events = readEvents(response);
  return { next: async () => ({ payload: (await events.next())?.data }) };
}

/** A post, and a cursor before its comments: a subscriber from there gets all of them, whenever it connects. */
async function aFollowedPost() {
  const { id: postId } = await aPost(api);
  const { post } = await api.data([PostCursorDocument, { postId }]);
  return { postId, after: post?.cursor ?? '' };
}

function rowOf(id: string): string {
  return Buffer.from(id, 'base64url').toString().slice('Post:'.length);
}

/** Waits until every reader has a comment and so is at the head. @returns the counts from then on. */
async function count(postId: string, readers: readonly { next: () => Promise<unknown> }[]) {
  await aComment(api, { postId });
  await Promise.all(readers.map(({ next }) => next()));
  const { executions, deliveries } = delivery.counts;
  return () => ({
    executions: delivery.counts.executions - executions,
    deliveries: delivery.counts.deliveries - deliveries,
  });
}

test('one execution and one read of the log serve all subscribers that ask the same, over HTTP and WebSocket', async () => {
  const { url } = await openService();
  const { postId, after } = await aFollowedPost();
  const [reader, another] = [await tokenOf('reader'), await tokenOf('another')];
  const readers = await Promise.all([
    overSocket(url, { variables: { postId, after } }),
    overSocket(url, {
      variables: { postId, after: encodeCursor('LOG', { scope: rowOf(postId), key: [0, 0] }) },
      operationId: 'with "another" id',
    }),
    overSocket(url, { variables: { postId, after }, token: reader }),
    overEvents(url, { variables: { postId, after }, token: another }),
    overEvents(url, { variables: { after, postId } }),
  ]);
  const counted = await count(postId, readers);
  const statements = countStatements(database);

  await aComment(api, { postId, body: 'For all' });
  statements.reset();
  const results = await Promise.all(readers.map(({ next }) => next()));

  expect(counted()).toEqual({ executions: 1, deliveries: 5 });
  expect(statements.count).toBeLessThanOrEqual(1);
  for (const { payload } of results) {
    expect(payload.data.commentAdded.node).toEqual({ number: 2, body: 'For all', author: { displayName: 'Guest' } });
  }
});

test('subscribers with another document, or another value of a variable, share no execution', async () => {
  const { url } = await openService();
  const { postId, after } = await aFollowedPost();
  const readers = await Promise.all([
    overSocket(url, { variables: { postId, after } }),
    overSocket(url, { variables: { postId, after }, query: ADDED.replace('body', 'body depth') }),
  ]);
  const counted = await count(postId, readers);

  await aComment(api, { postId });
  await Promise.all(readers.map(({ next }) => next()));

  expect(counted()).toEqual({ executions: 2, deliveries: 2 });
});

test('a variable that does more than set the start is compared', async () => {
  const { url } = await openService();
  const { id: postId } = await aPost(api);
  const query = `subscription ($postId: ID!, $after: String!) {
    commentAdded(postId: $postId, after: $after) { cursor node { number post { comments(after: $after) { totalCount } } } }
  }`;
  const { cursor } = await aComment(api, { postId });
  const other = await aComment(api, { postId });
  const readers = await Promise.all([
    overSocket(url, { variables: { postId, after: cursor }, query }),
    overSocket(url, { variables: { postId, after: other.cursor }, query }),
  ]);
  await readers[0].next();
  const counted = await count(postId, readers);

  await aComment(api, { postId });
  await Promise.all(readers.map(({ next }) => next()));

  expect(counted()).toEqual({ executions: 2, deliveries: 2 });
});

test('an undeclared variable does not separate subscribers', async () => {
  const { url } = await openService();
  const { postId, after } = await aFollowedPost();
  const undeclared = { junk: 'x' };
  const readers = await Promise.all([
    overSocket(url, { variables: { postId, after } }),
    overSocket(url, { variables: { postId, after, ...undeclared } }),
  ]);
  const counted = await count(postId, readers);

  await aComment(api, { postId });
  await Promise.all(readers.map(({ next }) => next()));

  expect(counted()).toEqual({ executions: 1, deliveries: 2 });
});

test('a stream whose client left before it started is removed', async () => {
  const { url } = await openService();
  const { id: postId } = await aPost(api);
  const { subscribers } = delivery.counts;
  const cut = async (afterMs: number) => {
    const leaving = new AbortController();
    const asked = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: ADDED, variables: { postId } }),
      signal: leaving.signal,
    });
    await setTimeout(afterMs);
    leaving.abort();
    await asked.catch(() => undefined);
  };

  for (let n = 0; n < 80; n += 1) await cut(n % 8);

  await expect.poll(() => delivery.counts.subscribers, { timeout: 5_000 }).toBe(subscribers);
});

test('a shared execution keeps nothing of the subscriber that it was made for', async () => {
  const { postId, after } = await aFollowedPost();
  const first = await leaveTo(async () => await follow(postId, after));
  const second = first.second;

  await expect
    .poll(() => {
      collectGarbage();
      return first.identity.deref() === undefined; // the matcher would keep the object alive
    })
    .toBe(true);

  await aComment(api, { postId });
  expect((await second.next()).value?.commentAdded.node.number).toBe(1);
  await second.return?.();

  /** Subscribes as the first of a group, and leaves while another stays. */
  async function leaveTo<Stream>(another: () => Promise<Stream>) {
    const identity = anAccount('somebody');
    const stream = await follow(postId, after, identity);
    const second = await another();
    await stream.return?.();
    return { identity: new WeakRef(identity), second };
  }
});

async function follow(postId: string, after: string, identity?: Identity) {
  return await api.follow<{ commentAdded: { node: { number: number } } }, object>([ADDED, { postId, after }, identity]);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

test('what depends on the viewer is executed for each subscriber, over HTTP and WebSocket', async () => {
  const { url } = await openService();
  const { postId, after } = await aFollowedPost();
  const own = await tokenOf('an-author', 'AUTHOR');
  const readers = await Promise.all([
    overSocket(url, { variables: { postId, after }, query: PERSONAL }),
    overSocket(url, { variables: { postId, after }, query: PERSONAL, token: await tokenOf('reader') }),
    overEvents(url, {
      variables: { postId, after },
      query: PERSONAL,
      token: await tokenOf('a-moderator', 'MODERATOR'),
    }),
    overEvents(url, { variables: { postId, after }, query: PERSONAL, token: own }),
  ]);

  await aComment(api, { postId }, AN_AUTHOR);
  const results = await Promise.all(readers.map(({ next }) => next()));

  expect(results.map(({ payload }) => payload.data.commentAdded.node.viewerCanEdit)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('an unknown or unpublished post ends the stream with an error code', async () => {
  const { url } = await openService();
  const { postId, after } = await aFollowedPost();
  const socket = await overSocket(url, { variables: { postId, after } });
  const events = await overEvents(url, { variables: { postId, after } });
  const lost = await overSocket(url, { variables: { postId: 'nothing' } });
  await count(postId, [socket, events]);

  await api.data([
    'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { __typename } }',
    { input: { postId, publish: false } },
    AN_AUTHOR,
  ]);

  const code = 'NOT_FOUND';
  expect(await lost.next()).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
  expect(await socket.next()).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
  expect((await events.next()).payload).toMatchObject({ errors: [{ extensions: { code } }] });
});
