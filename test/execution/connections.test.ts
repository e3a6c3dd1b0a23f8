// The streams and sockets that a client holds open, over both doors.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { Connections } from '../../src/execution/rates/connections.ts';
import { aPost, aToken, openInProcess, openOnPort, type Settings } from '../http/stand-in.ts';
import { readEvents } from '../http/read-events.ts';
import { openAcknowledged, openSocket, refusedUpgrade } from '../websocket/socket-client.ts';
import { aSecret, counting, ELSEWHERE, HOME } from './rates-harness.ts';

const ADDED = 'subscription { added { number } }';
const ONE = { connectionsOfOne: 1, addressMultiple: 2 };

function open(limits: Partial<typeof DEFAULT_LIMITS>, settings: Settings = {}) {
  const { standIn, fetch } = openInProcess({ ...counting(limits), ...settings });
  const follow = async (
    headers: Record<string, string> = {},
    { peer = HOME, query = ADDED, signal = null as AbortSignal | null } = {},
  ) => {
    const request = new Request(aPost(query, { accept: 'text/event-stream', headers }), { signal });
    return await fetch(request, { peer });
  };
  return { standIn, follow };
}

describe('streams of events', () => {
  it('of one voice are limited, wherever it is, until one of them ends', async () => {
    const { follow, standIn } = open(ONE);
    const first = await follow(aSecret('a'));

    const refused = await follow(aSecret('a'), { peer: ELSEWHERE });

    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 10 } }] });
    expect(standIn.counts.subscribers).toBe(1);
    await first.body?.cancel();
    expect((await follow(aSecret('a'))).status).toBe(200);
  });

  it('of one account are limited', async () => {
    const { follow } = open(ONE);
    const ada = { authorization: `Bearer ${await aToken()}` };

    expect((await follow(ada)).status).toBe(200);
    expect((await follow(ada, { peer: ELSEWHERE })).status).toBe(429);
    expect((await follow({ authorization: `Bearer ${await aToken({ subject: 'grace' })}` })).status).toBe(200);
  });

  it('of one address are limited, whoever opens them', async () => {
    const { follow } = open(ONE);

    expect((await follow()).status).toBe(200);
    expect((await follow(aSecret('b'))).status).toBe(200);
    expect((await follow({ authorization: `Bearer ${await aToken()}` })).status).toBe(429);
    expect((await follow({}, { peer: ELSEWHERE })).status).toBe(200);
  });

  it('of the process are limited: it is full then', async () => {
    const { follow } = open({ connections: 1 });
    await follow();

    const refused = await follow({}, { peer: ELSEWHERE });

    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
  });
});

describe('a stream is no longer counted', () => {
  const limits = { connections: 1 };

  it('when it ends by itself', async () => {
    const { follow, standIn } = open(limits);
    const events = readEvents(await follow());

    standIn.isOver = true;
    standIn.events.emit('added', 1);
    while ((await events.next()) !== null);

    standIn.isOver = false;
    expect((await follow()).status).toBe(200);
  });

  it('when its token expires', async () => {
    const { follow } = open(limits);
    const events = readEvents(await follow({ authorization: `Bearer ${await aToken({}, 2)}` }));

    while ((await events.next()) !== null);

    expect((await follow()).status).toBe(200);
  });

  it.each(['missing', 'broken'])('when it cannot start (%s)', async (field) => {
    const { follow } = open(limits);

    for (let time = 0; time < 3; time += 1) {
      expect([200, 500]).toContain((await follow({}, { query: `subscription { ${field} { number } }` })).status);
    }
    expect((await follow()).headers.get('content-type')).toContain('text/event-stream');
  });

  it('when its client takes no stream', async () => {
    const { fetch } = openInProcess(counting(limits));

    for (let time = 0; time < 3; time += 1) expect((await fetch(aPost(ADDED), { peer: HOME })).status).toBe(406);
  });

  it('when its rate is exceeded', async () => {
    const { follow } = open({ ...limits, readBurst: 1, addressMultiple: 1 });
    await (await follow()).body?.cancel();

    expect((await follow()).status).toBe(429);
    expect((await follow({}, { peer: ELSEWHERE })).status).toBe(200);
  });

  it('when its client leaves before the answer', async () => {
    const { follow } = open(limits);

    for (let turns = 0; turns < 10; turns += 1) {
      const leaving = new AbortController();
      const response = follow({}, { signal: leaving.signal });
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      leaving.abort();
      await response;
    }

    while ((await follow()).status !== 200) await nextTurn();
  });

  it('when its connection is cut', async () => {
    const { standIn, port, url } = await openOnPort(counting(limits));
    const body = JSON.stringify({ query: ADDED });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await once(socket, 'data');
    expect(await refusedUpgrade(url, {})).toBe(503);

    const returned = once(standIn.events, 'returned');
    socket.resetAndDestroy();
    await returned;

    expect((await openSocket(url)).socket.readyState).toBe(1);
  });
});

describe('sockets', () => {
  it('of one address get 429 at the upgrade, and count together with streams', async () => {
    const { url, port } = await openOnPort(counting(ONE));
    const first = await openSocket(url);
    const stream = await fetch(`http://127.0.0.1:${port}/graphql?query=${encodeURIComponent(ADDED)}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(200);

    expect(await refusedUpgrade(url, {})).toBe(429);

    first.socket.close();
    await first.closed;
    expect((await openSocket(url)).socket.readyState).toBe(1);
    await stream.body?.cancel();
  });

  it('of one voice count together with its streams', async () => {
    const { url } = await openOnPort(counting({ connectionsOfOne: 1 }));
    const { socket, closed } = await openAcknowledged(url, aSecret('a'));
    const follow = async () =>
      await fetch(`${url}/graphql?query=${encodeURIComponent(ADDED)}`, {
        headers: { ...aSecret('a'), accept: 'text/event-stream' },
      });

    expect((await follow()).status).toBe(429);

    socket.close();
    await closed;
    const stream = await follow();
    expect(stream.status).toBe(200);
    const refused = await openSocket(url);
    refused.send({ type: 'connection_init', payload: aSecret('a') });
    expect(await refused.closed).toEqual({ code: 1013, reason: 'Too many connections' });
    await stream.body?.cancel();
  });

  it('are counted for the address that a trusted proxy names', async () => {
    const { url } = await openOnPort({
      ...counting(ONE),
      config: { hasRates: true, trustedProxies: ['loopback'] },
    });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

    await openSocket(url, from('1.1.1.1, 203.0.113.9'));
    await openSocket(url, from('1.1.1.2, 203.0.113.9'));
    expect(await refusedUpgrade(url, from('1.1.1.3, 203.0.113.9'))).toBe(429);
    await openSocket(url, from('203.0.113.10'));
  });

  it('whose handshake fails are not counted', async () => {
    const { url, port } = await openOnPort(counting({ connections: 1 }));

    for (let time = 0; time < 3; time += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      const [answer] = await once(socket, 'data');
      expect(String(answer)).toContain('400 Bad Request');
      socket.destroy();
      await once(socket, 'close');
    }
    expect((await openSocket(url)).socket.readyState).toBe(1);
  });
});

it('a lease is given back once, and a client that has left is not counted', () => {
  const limits = { ...DEFAULT_LIMITS, connectionsOfOne: 1, addressMultiple: 1, connections: 2 };
  const connections = new Connections({ limits, hasRates: true });
  const voice = { account: null, voiceHash: 'a voice' };

  const lease = connections.add(HOME);
  lease.release();
  lease.release();
  lease.assign(voice);
  expect(connections.open).toBe(0);

  connections.add(HOME).assign(voice);
  const other = connections.add(ELSEWHERE);
  expect(() => other.assign(voice)).toThrow('Too many connections');
  expect(connections.open).toBe(2);
});
