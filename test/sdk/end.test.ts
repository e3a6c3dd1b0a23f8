import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { StreamStatus } from '../../src/sdk/stream-status.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { findFailure } from './failure.ts';
import { startNetwork, TRANSPORTS, type Network } from './network.ts';

const api = openTestApi(await openTestDatabase());
const { authSecret } = api.services.config;

const TOKENS = {
  right: await signToken({ subject: 'ada' }, { secret: authSecret, expiresIn: 3_600 }),
  expired: await signToken({ subject: 'ada' }, { secret: authSecret, expiresIn: -3_600 }),
  wrong: await signToken({ subject: 'ada' }, { secret: 'x'.repeat(32), expiresIn: 3_600 }),
};

/** Where an empty discussion begins. */
async function findStart(network: Network): Promise<{ postId: string; after: string }> {
  const { post } = await network.createClient().postCursor({ postId: network.postId });
  return { postId: network.postId, after: post?.cursor ?? '' };
}

/** Gives each of these in turn, and the last one ever after. */
function inTurn(...tokens: string[]): () => Promise<string | undefined> {
  return () => Promise.resolve(tokens.length > 1 ? tokens.shift() : tokens[0]);
}

describe.each(TRANSPORTS)('a stream over %s', (transport) => {
  it('ends with its signal, while it waits for an event', async () => {
    const network = await startNetwork(api);
    const statuses = new EventEmitter();
    const isLive = once(statuses, 'live');
    const ending = new AbortController();
    const stream = network
      .createClient({ transport })
      .commentAdded(
        { postId: network.postId },
        { signal: ending.signal, onStatus: (status) => void statuses.emit(status) },
      );
    const next = stream.next();
    await isLive;

    ending.abort();

    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('ends at once when its signal is aborted before it begins', async () => {
    const network = await startNetwork(api);
    const statuses: StreamStatus[] = [];
    const stream = network
      .createClient({ transport })
      .commentAdded(
        { postId: network.postId },
        { signal: AbortSignal.abort(), onStatus: (status) => statuses.push(status) },
      );

    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(statuses).toEqual(['closed']);
  });

  it('ends by return(), while it waits for an event', async () => {
    const network = await startNetwork(api);
    const statuses = new EventEmitter();
    const isLive = once(statuses, 'live');
    const stream = network
      .createClient({ transport })
      .commentAdded({ postId: network.postId }, { onStatus: (status) => void statuses.emit(status) });
    const next = stream.next();
    await isLive;

    await stream.return?.();

    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('ends with its client, while it waits to come back', async () => {
    const network = await startNetwork(api);
    const statuses = new EventEmitter();
    const isWaiting = once(statuses, 'waiting');
    const client = network.createClient({ transport, backoff: { first: 60_000, longest: 60_000 } });
    const stream = client.commentAdded(
      { postId: network.postId },
      { onStatus: (status) => void statuses.emit(status) },
    );
    network.proxy.aimAt(undefined);
    const next = stream.next();
    await isWaiting;

    client.close();

    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('tells what becomes of it', async () => {
    const network = await startNetwork(api);
    const statuses: StreamStatus[] = [];
    const stream = network
      .createClient({ transport })
      .commentAdded(await findStart(network), { onStatus: (status) => statuses.push(status) });
    await network.addComment('One.');
    await stream.next();
    network.proxy.cut();
    await network.addComment('Two.');
    await stream.next();

    await stream.return?.();

    expect(statuses).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live', 'closed']);
  });

  it('stops on a token that can never work', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport, token: TOKENS.wrong });

    const failure = await findFailure(client.commentAdded(await findStart(network)).next());

    expect(failure.code).toBe('UNAUTHENTICATED');
  });

  it('stops on a token that has expired and that nobody can renew', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport, token: TOKENS.expired });

    const failure = await findFailure(client.commentAdded(await findStart(network)).next());

    expect(failure.code).toBe('UNAUTHENTICATED');
  });

  it.each(['wrong', 'expired'] as const)('asks for another token when the one it got is %s', async (name) => {
    const network = await startNetwork(api);
    const client = network.createClient({
      transport,
      token: inTurn(TOKENS[name], TOKENS[name], TOKENS[name], TOKENS.right),
    });
    const start = await findStart(network);
    await network.addComment('One.');

    const { value } = await client.commentAdded(start).next();

    expect(value?.commentAdded.node.number).toBe(1);
  });

  it('goes on when the function that gives the token fails for a while', async () => {
    const network = await startNetwork(api);
    let asked = 0;
    const token = (): string => {
      asked += 1;
      if (asked < 3) throw new Error('The identity provider is away.');
      return TOKENS.right;
    };
    const client = network.createClient({ transport, token });
    const start = await findStart(network);
    await network.addComment('One.');

    const { value } = await client.commentAdded(start).next();

    expect(value?.commentAdded.node.number).toBe(1);
  });

  it('stops on a post that is not there', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport });

    expect((await findFailure(client.commentAdded({ postId: 'none' }).next())).code).toBe('NOT_FOUND');
    expect(
      (await findFailure(client.commentAdded({ ...(await findStart(network)), postId: 'none' }).next())).code,
    ).toBe('NOT_FOUND');
  });

  it('stops on a cursor that is none', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport });

    expect((await findFailure(client.commentAdded({ postId: network.postId, after: 'x' }).next())).code).toBe(
      'BAD_CURSOR',
    );
  });

  it('stops on a document that the service does not understand', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport });

    const failure = await findFailure(client.subscribe('subscription { nothing }', {}).next());

    expect(failure.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

it('shares one socket between the streams of a client', async () => {
  const network = await startNetwork(api);
  const sockets: unknown[] = [];
  const { WebSocket } = await import('ws');
  class CountedWebSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols);
      sockets.push(this);
    }
  }
  const client = network.createClient({ webSocketImpl: CountedWebSocket });
  const start = await findStart(network);
  const streams = Array.from({ length: 20 }, () => client.commentAdded(start));
  await network.addComment('One.');
  await Promise.all(streams.map((stream) => stream.next()));
  network.proxy.cut();
  await network.addComment('Two.');
  await Promise.all(streams.map((stream) => stream.next()));

  expect(sockets).toHaveLength(2);
});
