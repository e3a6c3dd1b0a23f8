import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { createClient } from '../../src/sdk/create-client.ts';
import type { Stream } from '../../src/sdk/streams/stream.ts';
import type { NewCommentsSubscription } from '../../src/sdk/generated/operations.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';
import { findFailure } from './find-failure.ts';
import { TRANSPORTS } from './network.ts';

// The events of all posts are numbered in the background, which the whole service does.
const directory = await mkdtemp(join(tmpdir(), 'colloquy-sdk-'));
const settings = {
  NODE_ENV: 'development',
  PORT: '0',
  DATA_DIR: join(directory, 'data'),
  DEMO_COMMENTER: 'off',
  RATE_LIMITS: 'off',
};
const app = await startApp({ config: readConfig(settings), logger: pino({ level: 'silent' }) });
const proxy = await startTcpProxy();
const port = Number(new URL(app.url).port);
proxy.aimAt(port);

afterAll(async () => {
  await proxy.stop();
  await app.close();
  await rm(directory, { recursive: true, force: true });
});

const writer = createClient({ url: `${app.url}/graphql`, transport: 'sse' });
const { posts } = await writer.frontPage();
const [one, other] = posts.nodes;

async function addComment(post: typeof one, body: string): Promise<void> {
  const { createComment } = await writer.createComment({ input: { postId: post?.id ?? '', body } });
  expect(createComment?.__typename).toBe('CreateCommentPayload');
}

async function readNext(stream: Stream<NewCommentsSubscription>): Promise<string> {
  const { value } = await stream.next();
  return `${value?.newComments.node.post.title ?? ''}: ${value?.newComments.node.body ?? ''}`;
}

describe.each(TRANSPORTS)('newComments over %s', (transport) => {
  function createReader() {
    const backoff = { first: 1, longest: 20 };
    const url = `http://127.0.0.1:${proxy.port}/graphql`;
    const client = createClient({ url, transport, webSocketImpl: WebSocket, backoff });
    onTestFinished(() => client.close());
    return client;
  }

  it('resumes after a lost connection with the next comment of any post', async () => {
    const { siteCursor } = await writer.siteCursor();
    const stream = createReader().newComments({ after: siteCursor });
    await addComment(one, 'One.');
    const first = await readNext(stream);

    proxy.cut();
    await addComment(other, 'Two.');
    await addComment(one, 'Three.');

    expect([first, await readNext(stream), await readNext(stream)]).toEqual([
      `${one?.title ?? ''}: One.`,
      `${other?.title ?? ''}: Two.`,
      `${one?.title ?? ''}: Three.`,
    ]);
  });

  it('loses no comment when the connection is lost before the first event', async () => {
    const statuses = new EventEmitter();
    const isLive = once(statuses, 'live');
    const stream = createReader().newComments({}, { onStatus: (status) => void statuses.emit(status) });
    const next = readNext(stream);
    await isLive;

    proxy.aimAt(undefined);
    proxy.cut();
    await addComment(other, 'While the client was offline.');
    proxy.aimAt(port);

    expect(await next).toBe(`${other?.title ?? ''}: While the client was offline.`);
  });

  it('sends only the comments of posts that match its filter', async () => {
    const { siteCursor } = await writer.siteCursor();
    const tag = one?.tags.find(({ slug }) => other?.tags.every((of) => of.slug !== slug))?.slug ?? '';
    const stream = createReader().newComments({ filter: { tag }, after: siteCursor });

    await addComment(other, 'Not sent.');
    await addComment(one, 'Sent.');

    expect(await readNext(stream)).toBe(`${one?.title ?? ''}: Sent.`);
  });

  it('ends with an error on the cursor of a post', async () => {
    const { post } = await writer.postCursor({ postId: one?.id ?? '' });

    const failure = await findFailure(createReader().newComments({ after: post?.cursor }).next());

    expect(failure.code).toBe('BAD_CURSOR');
  });
});

// Last: its comments are numbered later than it ends, and a stream of all posts that begins then meets them.
it('counts what was written to a post after a cursor', async () => {
  const by = { post: { id: one?.id ?? '' } };
  const { post } = await writer.postCursor({ postId: by.post.id });
  const cursor = post?.cursor ?? '';

  expect(await writer.newCommentCount({ ...by, cursor })).toEqual({ post: { commentCountAfter: 0 } });
  await addComment(one, 'Counted.');
  await addComment(other, 'Not counted.');
  expect(await writer.newCommentCount({ ...by, cursor })).toEqual({ post: { commentCountAfter: 1 } });
});
