import { expect, it } from 'vitest';
import type { ClientOptions } from '../../src/sdk/client-options.ts';
import { createVoice } from '../../src/sdk/credentials.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { findFailure } from './find-failure.ts';
import { startNetwork, type Network } from './network.ts';

const api = openTestApi(await openTestDatabase());

const VOICE = { voice: 'a'.repeat(43) };

function aComment({ postId }: Network) {
  return { input: { postId, body: 'Hear, hear.' } };
}

/** Sends every request, and drops the first `count` responses. */
function losing(count: number): Pick<ClientOptions, 'fetch'> & { readonly requests: Request[] } {
  const requests: Request[] = [];
  return {
    requests,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      requests.push(request.clone());
      const response = await fetch(request);
      await response.clone().text();
      if (requests.length <= count) throw new TypeError('fetch failed');
      return response;
    },
  };
}

/** Answers the first `count` requests with 503, as a service that is starting, and sends the others. */
function unready(count: number, headers: Record<string, string> = {}): Pick<ClientOptions, 'fetch'> {
  let requests = 0;
  return {
    fetch: (input, init) => {
      requests += 1;
      return requests > count
        ? fetch(input, init)
        : Promise.resolve(new Response('Starting.', { status: 503, headers }));
    },
  };
}

it('creates a comment once, although its response was lost', async () => {
  const network = await startNetwork(api);
  const transfer = losing(2);
  const client = network.createClient({ ...VOICE, fetch: transfer.fetch });

  const { createComment } = await client.createComment(aComment(network));

  expect(createComment?.__typename).toBe('CreateCommentPayload');
  expect(transfer.requests).toHaveLength(3);
  expect(await network.readBodies()).toEqual(['Hear, hear.']);
});

it('does not repeat the comment of a guest without a voice, which the service could not recognise', async () => {
  const network = await startNetwork(api);
  const client = network.createClient({ fetch: losing(1).fetch });

  const failure = await findFailure(client.createComment(aComment(network)));

  expect(failure.code).toBe('NETWORK_FAILURE');
  expect(await network.readBodies()).toHaveLength(1);
});

it('keeps the clientMutationId of the caller', async () => {
  const network = await startNetwork(api);
  const client = network.createClient(VOICE);

  const { createComment } = await client.createComment({
    input: { ...aComment(network).input, clientMutationId: 'mine' },
  });

  expect(createComment).toMatchObject({ clientMutationId: 'mine' });
});

it('gives each comment a clientMutationId of its own', async () => {
  const network = await startNetwork(api);
  const client = network.createClient(VOICE);

  await client.createComment(aComment(network));
  await client.createComment(aComment(network));

  expect(await network.readBodies()).toHaveLength(2);
});

it('does not repeat a mutation that has no clientMutationId', async () => {
  const network = await startNetwork(api);
  const transfer = losing(1);
  const client = network.createClient({ ...VOICE, fetch: transfer.fetch });

  await findFailure(client.updatePost({ input: { postId: network.postId, title: 'New' } }));

  expect(transfer.requests).toHaveLength(1);
});

it('repeats a query', async () => {
  const network = await startNetwork(api);
  const client = network.createClient({ fetch: losing(3).fetch });

  expect((await client.frontPage({ first: 1 })).posts.nodes).toHaveLength(1);
});

it('gives up a query after the configured number of retries', async () => {
  const network = await startNetwork(api);
  const transfer = losing(100);
  const client = network.createClient({ retries: 2, fetch: transfer.fetch });

  await findFailure(client.frontPage());

  expect(transfer.requests).toHaveLength(3);
});

it('waits for the Retry-After of a service that is not ready, and a random pause on top', async () => {
  const network = await startNetwork(api);
  const pauses: number[] = [];
  const clock = {
    now: () => 0,
    random: () => 0.5,
    sleep: (pause: number) => {
      pauses.push(pause);
      return Promise.resolve();
    },
  };
  const client = network.createClient({ ...unready(2, { 'retry-after': '1' }), clock });

  await client.frontPage();

  // The first pause of this client is at most 1 ms. The clock stands still, so the second pause is the rest of the first.
  expect(pauses).toEqual([1_000.5, 1_000.5]);
});

it('does not wait for a Retry-After of an hour', async () => {
  const network = await startNetwork(api);
  const client = network.createClient(unready(1, { 'retry-after': '3600' }));

  const failure = await findFailure(client.frontPage());

  expect(failure).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503, retryAfter: 3_600_000 });
});

it('reads the token before each attempt, and sends the voice with it', async () => {
  const network = await startNetwork(api);
  const transfer = losing(1);
  const tokens = ['first', 'second'];
  const client = network.createClient({ ...VOICE, token: () => tokens.shift(), fetch: transfer.fetch });

  await findFailure(client.frontPage());

  expect(transfer.requests.map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer first',
    'Bearer second',
  ]);
  expect(transfer.requests.map(({ headers }) => headers.get('colloquy-voice'))).toEqual([VOICE.voice, VOICE.voice]);
});

it('reports why the service refused a request', async () => {
  const network = await startNetwork(api);
  const client = network.createClient({ token: 'wrong' });

  const failure = await findFailure(client.frontPage());

  expect(failure).toMatchObject({ name: 'ColloquyError', code: 'UNAUTHENTICATED', status: 401 });
  expect(failure.errors).toHaveLength(1);
});

it('reports a response that is not GraphQL', async () => {
  const network = await startNetwork(api);
  const client = network.createClient({ fetch: () => Promise.resolve(new Response('<h1>Welcome</h1>')) });

  expect((await findFailure(client.frontPage())).code).toBe('BAD_RESPONSE');
});

it('rejects with the reason of its signal', async () => {
  const network = await startNetwork(api);
  const ending = new AbortController();
  const reason = new Error('The page was left.');
  const client = network.createClient({
    fetch: (input, init) => {
      ending.abort(reason);
      return fetch(input, init);
    },
  });

  await expect(client.frontPage({}, { signal: ending.signal })).rejects.toBe(reason);
});

it('gives up an attempt after its timeout', async () => {
  const network = await startNetwork(api);
  const never: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('Aborted.')));
    });
  const client = network.createClient({ timeout: 20, retries: 1, fetch: never });

  expect((await findFailure(client.frontPage())).message).toBe('Expected a response within 20 ms, and found none.');
});

it('makes a voice of 256 random bits', () => {
  expect(createVoice()).toMatch(/^[0-9a-f]{64}$/);
  expect(createVoice()).not.toBe(createVoice());
});
