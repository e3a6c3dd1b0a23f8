import { once } from 'node:events';
import { connect } from 'node:net';
import { createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SignJWT } from 'jose';
import type { UseApiToken } from '../../src/execution/identity/api-tokens.ts';
import { AUDIENCE, createSigner, ISSUER, publishKeys } from '../execution/identity-provider.ts';
import { aToken, API_TOKEN, CONFIG, databaseAway, openOnPort, PROGRAM } from '../http/stand-in.ts';
import { openAcknowledged, openSocket, refusedUpgrade } from './socket-client.ts';

const ADDED = 'subscription ($after: String) { added(after: $after) { cursor number serial } }';

describe('an upgrade', () => {
  it('is accepted below the path of PUBLIC_URL, whether a proxy strips it or not', async () => {
    const { port } = await openOnPort({ config: { publicUrl: 'https://example.org/talk' } });
    const url = `http://127.0.0.1:${port}`;

    for (const path of ['/graphql', '/talk/graphql']) {
      const { socket } = await openSocket(url, { path });
      socket.close();
    }
    expect(await refusedUpgrade(url, { path: '/walk/graphql' })).toBe(404);
  });

  it('on another path gets 404', async () => {
    const { url } = await openOnPort();

    expect(await refusedUpgrade(url, { path: '/other' })).toBe(404);
  });

  it.each(['https://evil.example', 'null', 'garbage'])('from the origin %s gets 403', async (origin) => {
    const { url } = await openOnPort();

    expect(await refusedUpgrade(url, { origin })).toBe(403);
  });

  it('through a foreign host name that points here gets 403', async () => {
    const { url, port } = await openOnPort();
    const headers = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };

    expect(await refusedUpgrade(url, { headers })).toBe(403);
  });

  it('from a listed origin, our own, or without an origin is accepted', async () => {
    const { url, port } = await openOnPort();

    for (const origin of ['https://paper.example', url, `http://localhost:${port}`, undefined]) {
      const { socket } = await openSocket(url, origin === undefined ? {} : { origin });

      expect(socket.readyState).toBe(WebSocket.OPEN);
      expect(socket.extensions).toBe('');
      socket.close();
    }
  });

  it('to another protocol is closed with 4406', async () => {
    const { url } = await openOnPort();

    const { closed } = await openSocket(url, { protocol: 'graphql-ws' });

    expect(await closed).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
  });
});

describe('the protocol', () => {
  it('closes a socket without connection_init', async () => {
    const { url } = await openOnPort({ limits: { connectionInitMs: 20 } });

    const { closed } = await openSocket(url);

    expect((await closed).code).toBe(4408);
  });

  it.each<[string, number, unknown[]]>([
    ['initialises twice', 4429, [{ type: 'connection_init' }, { type: 'connection_init' }]],
    ['subscribes before it is acknowledged', 4401, [{ type: 'subscribe', id: '1', payload: { query: '{ hello }' } }]],
    ['sends something other than JSON', 4400, ['garbage']],
    [
      'gives an operation an id of more than 128 characters',
      4400,
      [{ type: 'connection_init' }, { type: 'subscribe', id: 'x'.repeat(129), payload: { query: '{ hello }' } }],
    ],
    ['sends an unknown type', 4400, [{ type: 'dance' }]],
    [
      'sends a query that is not a string',
      4400,
      [{ type: 'connection_init' }, { type: 'subscribe', id: '1', payload: { query: 7 } }],
    ],
    [
      'reuses an open id',
      4409,
      [
        { type: 'connection_init' },
        { type: 'subscribe', id: '1', payload: { query: 'subscription { added { number } }' } },
        { type: 'subscribe', id: '1', payload: { query: 'subscription { added { number } }' } },
      ],
    ],
  ])('closes who %s with %i', async (_, code, messages) => {
    const { url } = await openOnPort();
    const { send, next, closed } = await openSocket(url);

    for (const message of messages) {
      send(message);
      if (code === 4409 && message === messages[0]) await next();
    }

    expect((await closed).code).toBe(code);
  });

  it('closes a socket that sends a frame over 64 KB with 1009', async () => {
    const { url } = await openOnPort();
    const { subscribe, closed } = await openAcknowledged(url);

    subscribe('1', `{ hello } # ${'x'.repeat(64 * 1024)}`);

    expect((await closed).code).toBe(1009);
  });

  it('answers a ping with a pong', async () => {
    const { url } = await openOnPort();
    const { send, next } = await openAcknowledged(url);

    send({ type: 'ping', payload: { at: 1 } });

    expect(await next()).toEqual({ type: 'pong', payload: { at: 1 } });
  });
});

describe('a credential', () => {
  it('in connection_init identifies the viewer, in any case of its key', async () => {
    const { url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url, { Authorization: `Bearer ${await aToken()}` });

    subscribe('1', '{ who }');

    expect((await next()).payload).toMatchObject({ data: { who: 'ada' } });
  });

  it('may be a voice', async () => {
    const { url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url, { 'Colloquy-Voice': 'v'.repeat(22) });

    subscribe('1', '{ who }');

    expect((await next()).payload.data.who).toMatch(/^[0-9a-f]{64}$/);
  });

  const otherKey = () =>
    new SignJWT({ sub: 'ada' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1m')
      .sign(new TextEncoder().encode('another key of 32 bytes or more, for tests'));
  it.each<[string, number, () => Promise<Record<string, unknown>> | Record<string, unknown>]>([
    ['is malformed', 4401, () => ({ authorization: 'Bearer garbage' })],
    ['is not a string', 4401, () => ({ authorization: 7 })],
    ['was signed by another key', 4401, async () => ({ authorization: `Bearer ${await otherKey()}` })],
    ['is a short voice', 4401, () => ({ 'colloquy-voice': 'short' })],
    ['has expired', 4403, async () => ({ authorization: `Bearer ${await aToken({}, -1)}` })],
  ])('that %s closes the socket with %i, before anything is executed', async (_, code, make) => {
    const { standIn, url } = await openOnPort();
    const { send, subscribe, closed } = await openSocket(url);
    const added: number[] = [];
    standIn.events.on('added', (number: number) => added.push(number));

    send({ type: 'connection_init', payload: await make() });
    // A client that does not wait for the acknowledgement gets the protocol's own 4401.
    if (code === 4401) subscribe('1', 'mutation { add(number: 1) }');

    expect((await closed).code).toBe(code);
    expect(added).toEqual([]);
  });

  it('that cannot be verified at the moment closes the socket with 1013: it may be a good one', async () => {
    const signer = await createSigner('ES256');
    const provider = await publishKeys(signer);
    provider.isAway = true;
    const tokens = { ...CONFIG.tokens, keysUrl: provider.url, issuer: ISSUER, audience: AUDIENCE };
    const { url } = await openOnPort({ config: { tokens } });
    const { send, closed } = await openSocket(url);

    send({ type: 'connection_init', payload: { authorization: `Bearer ${await signer.sign()}` } });

    expect(await closed).toEqual({ code: 1013, reason: 'Tokens cannot be verified' });
  });

  it('of a program closes the socket with 1013 while the database is away', async () => {
    const { url } = await openOnPort({ useApiToken: () => new Promise(() => databaseAway()) });
    const { send, closed } = await openSocket(url);

    send({ type: 'connection_init', payload: { authorization: `Bearer clq_${'a'.repeat(43)}` } });

    expect((await closed).code).toBe(1013);
  });

  it('that expires while connected closes the socket with 4403', async () => {
    const { url } = await openOnPort();

    const { closed } = await openAcknowledged(url, { authorization: `Bearer ${await aToken({}, 2)}` });

    expect(await closed).toEqual({ code: 4403, reason: 'Token expired' });
  });

  it.each([
    ['is revoked', () => Promise.resolve(null)],
    ['may do less than before', () => Promise.resolve({ ...PROGRAM, lastRole: 'READER' as const })],
  ])('of a program that %s while connected closes the socket with 4403', async (_, then) => {
    let use: UseApiToken = () => Promise.resolve(PROGRAM);
    const useApiToken: UseApiToken = (used) => use(used);
    const { url } = await openOnPort({ useApiToken, limits: { recheckMs: 20 } });
    const { closed } = await openAcknowledged(url, { authorization: API_TOKEN });
    use = then;

    expect(await closed).toEqual({ code: 4403, reason: 'Token revoked' });
  });

  it('of a program stays connected while the database is away', async () => {
    let looked = 0;
    const { url } = await openOnPort({
      limits: { recheckMs: 20 },
      useApiToken: () => ((looked += 1) === 1 ? Promise.resolve(PROGRAM) : new Promise(() => databaseAway())),
    });
    const { socket } = await openAcknowledged(url, { authorization: API_TOKEN });

    await expect.poll(() => looked).toBeGreaterThan(2);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
  });
});

describe('an operation', () => {
  it('may be a query, a mutation or a subscription', async () => {
    const { url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url);

    subscribe('q', 'query ($n: String!) { hello(name: $n) }', { n: 'Ada' });
    expect(await next()).toMatchObject({ id: 'q', type: 'next', payload: { data: { hello: 'hello Ada' } } });
    expect(await next()).toEqual({ id: 'q', type: 'complete' });

    subscribe('s', ADDED, { after: 'c6' });
    expect((await next()).payload.data.added).toMatchObject({ cursor: 'c7', number: 7 });

    subscribe('m', 'mutation { add(number: 8) }');
    const messages = [await next(), await next(), await next()];
    expect(messages).toContainEqual(expect.objectContaining({ id: 'm', type: 'next' }));
    expect(messages.find(({ id, type }) => id === 'm' && type === 'next')?.payload.data).toEqual({ add: 8 });
    expect(messages.find(({ id }) => id === 's')?.payload.data.added.number).toBe(8);
  });

  it('resumes from its own cursor in graphql-ws’s client', async () => {
    const { standIn, url } = await openOnPort();
    const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const events = client.iterate<{ added: { number: number } }>({ query: ADDED, variables: { after: 'c1' } });

    const first = await events.next();
    standIn.events.emit('added', 3);
    const second = await events.next();

    expect(first.value?.data?.added.number).toBe(2);
    expect(second.value?.data?.added.number).toBe(3);
    await events.return?.();
    await client.dispose();
  });

  it('executes each event with a context of its own', async () => {
    const { standIn, url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url);
    const opened = once(standIn.events, 'opened');
    subscribe('1', ADDED);
    await opened;

    standIn.events.emit('added', 1);
    standIn.events.emit('added', 2);
    const [first, second] = [await next(), await next()];

    expect(first.payload.data.added.serial).not.toBe(second.payload.data.added.serial);
  });

  it.each([
    ['cannot be parsed', '{', 'GRAPHQL_PARSE_FAILED'],
    ['is not valid', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['is 10,000 levels deep', '{a'.repeat(10_000), 'QUERY_TOO_COMPLEX'],
    ['is ambiguous', 'query A { hello } query B { hello }', 'OPERATION_RESOLUTION_FAILURE'],
    ['introspects', '{ __schema { types { name } } }', 'INTROSPECTION_DISABLED'],
  ])('that %s ends in an error of its own, and the socket stays', async (_, query, code) => {
    const { url } = await openOnPort({ config: { hasIntrospection: false } });
    const { subscribe, next } = await openAcknowledged(url);

    subscribe('bad', query);
    subscribe('good', '{ hello }');
    const messages = [await next(), await next()];

    expect(messages.find(({ id }) => id === 'bad')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code } }],
    });
    expect(messages.find(({ id }) => id === 'good')).toMatchObject({ type: 'next' });
  });

  it.each([
    ['query ($n: Int!) { page(first: $n) }', 'BAD_USER_INPUT'],
    ['{ databaseAway }', 'SERVICE_UNAVAILABLE'],
    ['{ secretFailure }', 'INTERNAL_SERVER_ERROR'],
    ['subscription { missing { number } }', 'NOT_FOUND'],
  ])('that fails is masked as on HTTP: %s', async (query, code) => {
    const { url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url);

    subscribe('1', query);
    const { payload } = await next();

    const errors = Array.isArray(payload) ? payload : payload.errors;
    expect(errors[0].extensions.code).toBe(code);
    expect(JSON.stringify(payload)).not.toMatch(/hunter2|ECONNREFUSED|"http"/);
  });

  it('whose source cannot be created ends in a masked error', async () => {
    const { url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url);

    subscribe('1', 'subscription { broken { number } }');

    expect(await next()).toMatchObject({
      type: 'error',
      payload: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });

  it('whose feed is over ends with its error code', async () => {
    const { standIn, url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url);
    const opened = once(standIn.events, 'opened');
    subscribe('1', ADDED);
    await opened;

    standIn.isOver = true;
    standIn.events.emit('ring');

    expect(await next()).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('whose event cannot be read waits, and gets the event when the database is back', async () => {
    const { standIn, url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url);
    const opened = once(standIn.events, 'opened');
    subscribe('1', ADDED);
    await opened;

    standIn.isAway = true;
    const retried = once(standIn.events, 'retry');
    standIn.events.emit('added', 13);
    await retried;
    standIn.isAway = false;

    expect(await next()).toMatchObject({ type: 'next', payload: { data: { added: { number: 13 } } } });
  });

  it('that the client completes releases its source, even while it waits', async () => {
    const { standIn, url } = await openOnPort();
    const { subscribe, send } = await openAcknowledged(url);
    const opened = once(standIn.events, 'opened');
    subscribe('1', ADDED);
    await opened;
    const returned = once(standIn.events, 'returned');

    send({ id: '1', type: 'complete' });

    await returned;
    expect(standIn.counts.subscribers).toBe(0);
  });

  it('is cancelled when the socket is cut', async () => {
    const { standIn, url } = await openOnPort();
    const { subscribe, socket } = await openAcknowledged(url);
    const opened = once(standIn.events, 'opened');
    const slow = once(standIn.events, 'slow');
    subscribe('1', ADDED);
    subscribe('2', '{ slow }');
    await Promise.all([opened, slow]);
    const returned = once(standIn.events, 'returned');

    socket.terminate();

    await returned;
    expect(standIn.slow[0]?.aborted).toBe(true);
    expect(standIn.logged).toEqual([]);
  });

  it('beyond one hundred on a socket ends in an error', async () => {
    const { url } = await openOnPort();
    const { subscribe, next } = await openAcknowledged(url);

    for (let id = 1; id <= 101; id += 1) subscribe(String(id), 'subscription { added { number } }');

    expect(await next()).toMatchObject({
      id: '101',
      type: 'error',
      payload: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});

describe('a limit', () => {
  it('on all sockets refuses the next upgrade with 503, until one has left', async () => {
    const { url } = await openOnPort({ limits: { connections: 1 } });
    const { socket, closed } = await openSocket(url);

    expect(await refusedUpgrade(url, {})).toBe(503);
    socket.close();
    await closed;
    expect((await openSocket(url)).socket.readyState).toBe(WebSocket.OPEN);
  });

  it('on the sockets of one account closes its next with 1013, and none of other accounts', async () => {
    const { url } = await openOnPort({ config: { hasRates: true }, limits: { connectionsOfOne: 2 } });
    const ada = { authorization: `Bearer ${await aToken()}` };
    const first = await openAcknowledged(url, ada);
    await openAcknowledged(url, ada);

    const third = await openSocket(url);
    third.send({ type: 'connection_init', payload: ada });

    expect(await third.closed).toEqual({ code: 1013, reason: 'Too many connections' });
    await openAcknowledged(url, { authorization: `Bearer ${await aToken({ subject: 'grace' })}` });
    first.socket.close();
    await first.closed;
    await openAcknowledged(url, ada);
  });

  it('on messages closes a flooding socket with 4429', async () => {
    const { url } = await openOnPort({ limits: { messageBurst: 5 } });
    const { send, closed } = await openAcknowledged(url);

    for (let count = 0; count < 5; count += 1) send({ type: 'ping' });

    expect(await closed).toEqual({ code: 4429, reason: 'Too many messages' });
  });
});

describe('a refused upgrade', () => {
  it('is closed on both sides, whatever its client does', async () => {
    const { port } = await openOnPort();
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(
      'GET /other HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
    );
    const [answer] = await once(socket, 'data');
    await once(socket, 'end');

    // What is written to a connection that is closed there fails, and not at once.
    const writing = setInterval(() => socket.write('x'), 5);
    const failure = await new Promise((resolve) => socket.once('error', resolve));
    clearInterval(writing);

    expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /);
    expect(failure).toMatchObject({ code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/) });
  });
});

describe('a client that stops reading', () => {
  it('is closed with 1013, and its subscription ends', async () => {
    const { standIn, url } = await openOnPort({ limits: { unsentMs: 50 } });
    const { subscribe, socket, closed } = await openAcknowledged(url);
    const opened = once(standIn.events, 'opened');
    const slow = once(standIn.events, 'slow');
    subscribe('1', ADDED);
    subscribe('2', '{ slow }');
    await Promise.all([opened, slow]);
    const left = new Promise((resolve) => standIn.slow[0]?.addEventListener('abort', resolve));

    socket.pause();
    subscribe('3', '{ large(bytes: 20000000) }');
    await left;
    socket.resume();

    expect((await closed).code).toBe(1013);
    await expect.poll(() => standIn.counts.subscribers).toBe(0);
  }, 30_000);

  it('makes the service hold the answers to a few of its queries, however many it sends', async () => {
    const { standIn, url } = await openOnPort({ limits: { unsentMs: 3_000 } });
    const { subscribe, socket, closed } = await openAcknowledged(url);
    let executed = 0;
    standIn.events.on('large', () => (executed += 1));
    const slow = once(standIn.events, 'slow');
    subscribe('slow', '{ slow }');
    await slow;
    const left = new Promise((resolve) => standIn.slow[0]?.addEventListener('abort', resolve));

    socket.pause();
    for (let id = 1; id < 100; id += 1) subscribe(String(id), '{ large(bytes: 1000000) }');
    await left;
    const held = executed;
    socket.resume();

    // What the network takes, and one for each that runs.
    expect(held).toBeLessThan(18);
    expect((await closed).code).toBe(1013);
  }, 30_000);

  it('has its messages read again when it has read its answers', async () => {
    const { standIn, url } = await openOnPort({ limits: { unsentMs: 20_000 } });
    const { subscribe, next, socket } = await openAcknowledged(url);
    socket.pause();
    const executed = new Promise<void>((resolve) => {
      let left = 4;
      standIn.events.on('large', () => (left -= 1) === 0 && setImmediate(resolve));
    });
    for (let id = 1; id <= 4; id += 1) subscribe(String(id), '{ large(bytes: 4000000) }');
    await executed;
    subscribe('last', '{ hello }');

    socket.resume();

    const ids = new Set<string | undefined>();
    while (ids.size < 5) ids.add((await next()).id);
    expect(ids).toEqual(new Set(['1', '2', '3', '4', 'last']));
  }, 30_000);

  it('leaves the events of all of its subscriptions in the log, but for the first that had no room', async () => {
    const { standIn, url } = await openOnPort();
    const query = 'subscription { added { number large(bytes: 4000000) } }';
    const deaf = await openAcknowledged(url);
    const reader = await openAcknowledged(url);
    for (let id = 0; id < 20; id += 1) {
      const opened = once(standIn.events, 'opened');
      deaf.subscribe(String(id), query);
      await opened;
    }
    const opened = once(standIn.events, 'opened');
    reader.subscribe('1', query);
    await opened;
    deaf.socket.pause();

    standIn.events.emit('added', 1);
    await reader.next();

    expect(standIn.counts.deliveries).toBeLessThan(5);
    deaf.socket.resume();
    const ids = new Set<string | undefined>();
    while (ids.size < 20) ids.add((await deaf.next()).id);
    expect(standIn.counts.deliveries).toBe(21);
  }, 30_000);

  it('is disconnected when it does not answer a ping', async () => {
    const { standIn, url } = await openOnPort({ limits: { heartbeatMs: 20 } });
    const { subscribe, closed } = await (async () => {
      const client = await openSocket(url, { autoPong: false });
      client.send({ type: 'connection_init' });
      await client.next();
      return client;
    })();
    const opened = once(standIn.events, 'opened');
    subscribe('1', ADDED);
    await opened;

    expect((await closed).code).toBe(1006);
  });
});

describe('a shutdown', () => {
  it('closes sockets with 1001 after running operations ended, and accepts nothing new', async () => {
    const { standIn, url, close } = await openOnPort();
    const { subscribe, next, closed } = await openAcknowledged(url);
    const slow = once(standIn.events, 'slow');
    subscribe('1', ADDED);
    subscribe('2', '{ slow }');
    await slow;

    const ended = close();
    standIn.events.emit('go on');

    expect(await next()).toMatchObject({ id: '2', payload: { data: { slow: 'at last' } } });
    expect(await closed).toEqual({ code: 1001, reason: 'Going away' });
    await ended;
    expect(standIn.counts.subscribers).toBe(0);
  });
});

it('counts what is unread in bytes, and not in characters', async () => {
  const { url } = await openOnPort({ limits: { unreadBytes: 30_000 } });
  const { subscribe, closed } = await openAcknowledged(url);

  subscribe('1', 'query ($name: String!) { hello(name: $name) }', { name: 'é'.repeat(20_000) });

  expect((await closed).code).toBe(1006);
});
