import { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { post } from '../shared/post.ts';

/** A running service on PostgreSQL, with METRICS on. */
export interface AbusedService {
  readonly url: string;
  /** Of an author. */
  readonly token: string;
}

/** Where those who abuse it come from: everybody else comes from 127.0.0.1. */
export const ABUSER = process.platform === 'linux' ? { localAddress: '127.0.0.2' } : {};

export const LONG_TEXT = 'All work and no play. '.repeat(400); // 8,800 characters

/** Some 260 KB of each comment, by as many aliases as a document may have. */
export const MANY_TEXTS = Array.from({ length: 15 }, (_, n) => `a${n}: body b${n}: bodyHtml`).join(' ');

const agent = new Agent({ keepAlive: true, timeout: 2_000 });

/** The data of an operation of the author, who is no abuser. */
export async function ask<Data>({ url, token }: AbusedService, query: string, variables: object = {}): Promise<Data> {
  const text = await post(`${url}/graphql`, { agent, token, body: JSON.stringify({ query, variables }) });
  const { data } = JSON.parse(text) as { data?: Data | null };
  if (data === undefined || data === null) throw new Error(`An operation was refused: ${text.slice(0, 300)}`);
  return data;
}

/** A published post. @returns its id. */
export async function publishPost(service: AbusedService): Promise<string> {
  const { createPost } = await ask<{ createPost: { post: { id: string } } }>(
    service,
    `mutation ($input: CreatePostInput!) {
      createPost(input: $input) { ... on CreatePostPayload { post { id } } ... on Error { message } }
    }`,
    { input: { title: 'A post with long comments', body: 'Text.', publish: true } },
  );
  return createPost.post.id;
}

/** Comments that are as long as they may be, nearly. */
export async function writeLongComments(service: AbusedService, { postId, count }: { postId: string; count: number }) {
  for (let n = 0; n < count; n += 1) {
    await ask(service, 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }', {
      input: { postId, body: `${n} ${LONG_TEXT}` },
    });
  }
}

/** Resident bytes of the service's process. */
export async function residentBytes(service: AbusedService): Promise<number> {
  return await readMetric(service, 'process_resident_memory_bytes');
}

/** Waits until so many subscriptions are open. @throws {Error} when they are not: what is refused is not measured. */
export async function untilStreams(service: AbusedService, count: number): Promise<void> {
  for (let look = 0; look < 150; look += 1) {
    if ((await readMetric(service, 'colloquy_live_streams')) >= count) return;
    await setTimeout(100);
  }
  throw new Error(`Expected ${count} subscriptions to be open.`);
}

async function readMetric({ url }: AbusedService, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  if (line === undefined) throw new Error('Expected METRICS=on.');
  return Number(line.slice(name.length));
}
