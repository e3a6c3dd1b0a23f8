import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { StreamStatus } from '../../src/sdk/streams/stream.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { findFailure } from './find-failure.ts';
import { startNetwork, TRANSPORTS, type Network } from './network.ts';

const api = openTestApi(await openTestDatabase());
const authSecret = api.services.config.authSecret ?? '';

const TOKENS = {
  right: await signToken({ subject: 'ada' }, { secret: authSecret, expiresIn: 3_600 }),
  expired: await signToken({ subject: 'ada' }, { secret: authSecret, expiresIn: -3_600 }),
  wrong: await signToken({ subject: 'ada' }, { secret: 'x'.repeat(32), expiresIn: 3_600 }),
};

/** The variables with which a stream begins at the end of an empty log. */
async function findStart(network: Network): Promise<{ postId: string; after: string }> {
  const { post } = await network.createClient().postCursor({ postId: network.postId });
  return { postId: network.postId, after: post?.cursor ?? '' };
}

/** A function that returns each token in turn, and then the last one again and again. */
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

  it('ends on return(), while it waits for an event', async () => {
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

  it('ends with its client, while it waits to reconnect', async () => {
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

  it('reports each change of its status', async () => {
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

  it('ends with an error on an invalid token that is a string', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport, token: TOKENS.wrong });

    const failure = await findFailure(client.commentAdded(await findStart(network)).next());

    expect(failure.code).toBe('UNAUTHENTICATED');
  });

  it('ends with an error on an expired token that is a string', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport, token: TOKENS.expired });

    const failure = await findFailure(client.commentAdded(await findStart(network)).next());

    expect(failure.code).toBe('UNAUTHENTICATED');
  });

  it.each(['wrong', 'expired'] as const)('calls the token function again when its token is %s', async (name) => {
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

  it('connects after the token function has failed twice', async () => {
    const network = await startNetwork(api);
    let calls = 0;
    const token = (): string => {
      calls += 1;
      if (calls < 3) throw new Error('The identity provider is unavailable.');
      return TOKENS.right;
    };
    const client = network.createClient({ transport, token });
    const start = await findStart(network);
    await network.addComment('One.');

    const { value } = await client.commentAdded(start).next();

    expect(value?.commentAdded.node.number).toBe(1);
  });

  it('ends with an error on an unknown post', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport });

    expect((await findFailure(client.commentAdded({ postId: 'none' }).next())).code).toBe('NOT_FOUND');
    expect(
      (await findFailure(client.commentAdded({ ...(await findStart(network)), postId: 'none' }).next())).code,
    ).toBe('NOT_FOUND');
  });

  it('ends with an error on a malformed cursor', async () => {
    const network = await startNetwork(api);
    const client = network.createClient({ transport });

    expect((await findFailure(client.commentAdded({ postId: network.postId, after: 'x' }).next())).code).toBe(
      'BAD_CURSOR',
    );
  });

  it('ends with an error on an invalid document', async () => {
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
