// The set-up of compose.yaml as plain processes: two instances on one PostgreSQL and one Redis.
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient, type Client } from '../../src/sdk/index.ts';
import type { TransportName } from '../../src/sdk/client-options.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLoadBalancer, HAS_LOAD_BALANCER } from '../harness/load-balancer.ts';
import { aRedisServer } from '../harness/redis-server.ts';
import { aServiceProcess, type ServiceProcess } from '../harness/service-process.ts';
import { addressOf } from './brokers.ts';

const SECRET = 'a secret for the tests of two processes, of 32 bytes';
const A_BUSY_MACHINE = 180_000; // 3 minutes: four processes compile and start

const DATABASE_URL = await addressOf(await openTestDatabase());

test(
  'a comment written at one process arrives at a subscriber of the other through Redis',
  { timeout: A_BUSY_MACHINE },
  async () => {
    const redis = await aRedisServer();
    await redis.start();
    const [one, other] = await twoProcesses(redis.url);
    const { writer, postId, take } = await aWriterAndAFollower(one, other);
    await write(writer, { postId, body: 'First.' });
    expect(await take(1)).toEqual([1]);

    for (let n = 2; n <= 5; n += 1) {
      await write(writer, { postId, body: `Number ${n}.` });
      expect(await take(1)).toEqual([n]);
    }

    expect(await Promise.all([one.terminate(), other.terminate()])).toEqual([0, 0]);
  },
);

test(
  'processes start, answer and deliver while Redis is away, and use it when it is back',
  { timeout: A_BUSY_MACHINE },
  async () => {
    const redis = await aRedisServer();
    const [one, other] = await twoProcesses(redis.url);
    const { writer, postId, take } = await aWriterAndAFollower(one, other);
    await write(writer, { postId, body: 'Without Redis.' });
    expect(await take(1)).toEqual([1]);

    await redis.start();
    await write(writer, { postId, body: 'With Redis.' });
    expect(await take(1)).toEqual([2]);
    await redis.kill();
    await write(writer, { postId, body: 'Without it again.' });

    expect(await take(1)).toEqual([3]);
    expect((await fetch(`${one.url}/ready`)).status).toBe(200);
    expect(await Promise.all([one.terminate(), other.terminate()])).toEqual([0, 0]);
  },
);

test('processes count the operations of a client together, in Redis', { timeout: A_BUSY_MACHINE }, async () => {
  const redis = await aRedisServer();
  await redis.start();
  const [one, other] = await twoProcesses(redis.url, { RATE_LIMITS: 'on' });
  const left = async ({ url }: ServiceProcess): Promise<number> => {
    const response = await fetch(`${url}/graphql?query={rateLimit{reads{remaining}}}`);
    const { data } = (await response.json()) as { data: { rateLimit: { reads: { remaining: number } } } };
    return data.rateLimit.reads.remaining;
  };

  // Until both are connected each counts by itself, and the two have the same left.
  while ((await left(one)) - 1 !== (await left(other)));

  expect(await Promise.all([one.terminate(), other.terminate()])).toEqual([0, 0]);
});

test.skipIf(!HAS_LOAD_BALANCER)(
  'streams through the load balancer of compose.yaml continue when their instance is killed',
  { timeout: A_BUSY_MACHINE },
  async () => {
    const redis = await aRedisServer();
    await redis.start();
    const [one, other] = await twoProcesses(redis.url);
    const balancer = { url: await aLoadBalancer([one, other]) };
    const { writer, postId, take } = await aWriterAndAFollower(balancer, balancer);
    const sse = await follow({ url: balancer.url, postId, transport: 'sse' });
    await write(writer, { postId, body: 'Over both.' });
    expect(await Promise.all([take(1), sse(1)])).toEqual([[1], [1]]);

    await one.kill();
    await write(writer, { postId, body: 'Over the other.' });
    expect(await Promise.all([take(1), sse(1)])).toEqual([[2], [2]]);
    await one.start();
    await other.kill();
    await write(writer, { postId, body: 'Over the first again.' });

    expect(await Promise.all([take(1), sse(1)])).toEqual([[3], [3]]);
  },
);

async function twoProcesses(
  redisUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<[ServiceProcess, ServiceProcess]> {
  const env = {
    ...settings,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL,
    REDIS_URL: redisUrl,
    AUTH_SECRET: SECRET,
    VOICE_SECRET: `${SECRET}, for voices`,
  };
  const [one, other] = await Promise.all([aServiceProcess(env), aServiceProcess(env)]);
  await Promise.all([one.start(), other.start()]);
  return [one, other];
}

/** Opens both on one new post. */
async function aWriterAndAFollower(one: { url: string }, other: { url: string }) {
  const token = await signToken({ subject: 'ada', role: 'AUTHOR' }, { secret: SECRET, expiresIn: 600 });
  const writer = aClient({ url: `${one.url}/graphql`, token });
  const { createPost } = await writer.createPost({ input: { title: 'T', body: 'B', publish: true } });
  if (createPost?.__typename !== 'CreatePostPayload') throw new Error(JSON.stringify(createPost));
  const postId = createPost.post.id;
  return { writer, postId, take: await follow({ url: other.url, postId, transport: 'websocket' }) };
}

/** @returns the numbers of the next comments, as many as asked for. */
async function follow({ url, postId, transport }: { url: string; postId: string; transport: TransportName }) {
  const reader = aClient({ url: `${url}/graphql`, transport });
  const { post } = await reader.postCursor({ postId });
  const stream = reader.commentAdded({ postId, after: post?.cursor ?? null });
  return async (count: number) => {
    const numbers: number[] = [];
    while (numbers.length < count) {
      const { value } = await stream.next();
      if (!value) throw new Error('The stream ended by itself.');
      numbers.push(value.commentAdded.node.number);
    }
    return numbers;
  };
}

function aClient(options: Parameters<typeof createClient>[0]): Client {
  const client = createClient({ webSocketImpl: WebSocket, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** Sends a comment until it is acknowledged; because of its key it is written once. */
async function write(client: Client, input: { postId: string; body: string }): Promise<void> {
  const clientMutationId = input.body.replace(/\W/g, '-');
  for (;;) {
    const answer = await client.createComment({ input: { ...input, clientMutationId } }).catch(() => null);
    if (answer?.createComment?.__typename === 'CreateCommentPayload') return;
    if (answer !== null) throw new Error(JSON.stringify(answer));
  }
}
