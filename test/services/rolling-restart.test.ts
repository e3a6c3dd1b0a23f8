import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from '../../src/sdk/index.ts';
import { CreateCommentDocument } from '../../src/sdk/generated/operations.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aServiceProcess, type ServiceProcess } from '../harness/service-process.ts';
import { addressOf } from './brokers.ts';

const SECRET = 'a secret for the tests of restarting, of 32 bytes';
const DATABASE_URL = await addressOf(await openTestDatabase());

test(
  'instances that are restarted in turn answer every mutation that reached them, and every stream continues',
  { timeout: 240_000 },
  async () => {
    const instances = await twoProcesses();
    const postId = await publish(instances[0]);
    const followers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => follow(instances[n % 2] ?? instances[0], { postId, isOverEvents: n > 7 })),
    );
    const writers = Array.from({ length: 4 }, (_, n) => keepWriting(instances, { postId, name: `writer-${n}` }));

    for (const instance of instances) {
      expect(await instance.terminate()).toBe(0);
      await instance.start();
    }
    const written = await Promise.all(writers.map(({ stop }) => stop()));

    const acknowledged = written.flatMap(({ numbers }) => numbers).sort((a, b) => a - b);
    expect(written.flatMap(({ unanswered }) => unanswered)).toEqual([]);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const last = acknowledged.at(-1) ?? 0;
    for (const { until } of followers) {
      expect(await until(last)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    }
  },
);

async function twoProcesses(): Promise<[ServiceProcess, ServiceProcess]> {
  const secrets = { AUTH_SECRET: SECRET, VOICE_SECRET: `${SECRET}, for voices` };
  const env = { NODE_ENV: 'production', HOST: '127.0.0.1', DATABASE_URL, ...secrets };
  const [one, other] = await Promise.all([aServiceProcess(env), aServiceProcess(env)]);
  await Promise.all([one.start(), other.start()]);
  return [one, other];
}

async function publish({ url }: ServiceProcess): Promise<string> {
  const token = await signToken({ subject: 'ada', role: 'AUTHOR' }, { secret: SECRET, expiresIn: 600 });
  const author = createClient({ url: `${url}/graphql`, token });
  const { createPost } = await author.createPost({ input: { title: 'T', body: 'B', publish: true } });
  if (createPost?.__typename !== 'CreatePostPayload') throw new Error(JSON.stringify(createPost));
  return createPost.post.id;
}

/** Follows a post at one instance with the SDK, from its first comment on. */
async function follow({ url }: ServiceProcess, { postId, isOverEvents }: { postId: string; isOverEvents: boolean }) {
  const transportOptions = isOverEvents ? { transport: 'sse' as const } : { webSocketImpl: WebSocket };
  const client = createClient({ url: `${url}/graphql`, ...transportOptions, backoff: { first: 20, longest: 500 } });
  onTestFinished(() => client.close());
  const { post } = await client.postCursor({ postId });
  const stream = client.commentAdded({ postId, after: post?.cursor ?? null });
  const numbers: number[] = [];
  const reading = (async () => {
    for await (const { commentAdded } of stream) numbers.push(commentAdded.node.number);
  })();
  return {
    async until(last: number): Promise<number[]> {
      while (numbers.at(-1) !== last) await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 20))]);
      return numbers;
    },
  };
}

/** Writes one comment after another at the first instance that accepts it, each on a connection of its own. */
function keepWriting(instances: readonly ServiceProcess[], { postId, name }: { postId: string; name: string }) {
  const state = { isOver: false };
  const numbers: number[] = [];
  const unanswered: string[] = [];
  const writing = (async () => {
    for (let turn = 0; !state.isOver; turn += 1) {
      const instance = instances[turn % instances.length];
      if (!(await isReady(instance?.url))) continue;
      const answer = await post(`${instance?.url}/graphql`, { postId, body: `${name}: ${turn}` });
      if (answer.kind === 'unanswered') unanswered.push(answer.why);
      if (answer.kind === 'number') numbers.push(answer.number);
    }
  })();
  return {
    async stop() {
      state.isOver = true;
      await writing;
      return { numbers, unanswered };
    },
  };
}

/** The check of a load balancer before it sends requests to an instance. */
async function isReady(url: string | undefined): Promise<boolean> {
  const answer = await fetch(`${url}/ready`, { headers: { connection: 'close' } }).catch(() => null);
  return answer?.status === 200;
}

type Answer =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unanswered'; readonly why: string };

/** A refused connection has not reached the service; a 503 is an answer. */
async function post(url: string, input: { postId: string; body: string }): Promise<Answer> {
  const query = CreateCommentDocument.toString();
  const body = JSON.stringify({ query, variables: { input } });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return await new Promise((resolve) => {
    const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(readAnswer(response.statusCode ?? 0, text)));
      response.on('error', (error) => resolve({ kind: 'unanswered', why: error.message }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' ? { kind: 'refused' } : { kind: 'unanswered', why: error.message });
    });
    sent.end(body);
  });
}

function readAnswer(status: number, text: string): Answer {
  if (status === 503) return { kind: 'refused' };
  const { data } = JSON.parse(text) as { data?: { createComment?: { comment?: { number: number } } } };
  const number = data?.createComment?.comment?.number;
  return number === undefined ? { kind: 'unanswered', why: text } : { kind: 'number', number };
}
