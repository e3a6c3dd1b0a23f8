// Doorbells on a network that breaks, hangs or is away: rings are late, and nothing else waits.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';
import { twoInstances } from '../harness/instances.ts';
import { aListener, aRing } from '../harness/rings.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';
import { BROKERS, theBroker } from './brokers.ts';

const NOTICED_WITHIN = 10_000; // 10 seconds

const database = await openTestDatabase();

describe.each(BROKERS)('A doorbell through %s', (name) => {
  test('reconnects after its connections broke, and finds what was written meanwhile', async () => {
    const { proxy, heard, instances } = await overANetwork();
    const { api, postId, take, close } = instances;
    await aComment(api, { postId });
    expect(await take(1)).toEqual([1]);
    const next = take(2);

    proxy.aimAt(undefined);
    proxy.cut();
    await aComment(api, { postId });
    proxy.aimAt((await theBroker(name, database)).port);
    await heard.untilOpen();
    await aComment(api, { postId });

    expect(await next).toEqual([2, 3]);
    await close();
  });

  test('notices a silent network within ten seconds, and reconnects', async () => {
    const { proxy, heard, instances } = await overANetwork();
    const { api, postId, take, close } = instances;
    await aComment(api, { postId });
    expect(await take(1)).toEqual([1]);
    const next = take(3);

    const frozenAt = performance.now();
    proxy.freeze();
    await aComment(api, { postId });
    await aComment(api, { postId });
    await heard.untilOpen();
    expect(performance.now() - frozenAt).toBeLessThan(NOTICED_WITHIN);
    await aComment(api, { postId });

    expect(await next).toEqual([2, 3, 4]);
    await close();
  });

  test('whose broker is away at the start delays nothing, rings at its own instance, and at others later', async () => {
    const broker = await theBroker(name, database);
    const proxy = await aProxy();
    proxy.aimAt(undefined);
    const errors: unknown[] = [];
    const away = broker.open({ port: proxy.port, onError: (error) => errors.push(error) });
    const present = broker.open();
    const heardHere = aListener(away);
    const heardThere = aListener(present);
    await heardThere.untilOpen();
    const ring = aRing();

    away.ring({ ...ring, seq: 1 });
    away.ring({ ...ring, seq: 2 });

    expect(heardHere.ringsOf(ring).map(({ seq }) => seq)).toEqual([1, 2]);
    proxy.aimAt(broker.port);
    await heardThere.until({ ...ring, seq: 2 });
    // Only the last ring of a post is sent, because a listener reads all events up to it.
    expect(heardThere.ringsOf(ring).map(({ seq }) => seq)).toEqual([2]);
    expect(errors).not.toEqual([]);
    await Promise.all([away.close(), present.close()]);
  });

  test('gives up a broker that never answers within ten seconds, and can be closed at once', async () => {
    const { port, connection } = await aSilentServer();
    const broker = await theBroker(name, database);
    let report: (error: unknown) => void = () => undefined;
    const reported = new Promise<unknown>((resolve) => (report = resolve));
    const startedAt = performance.now();
    const doorbell = broker.open({ port, onError: (error) => report(error) });

    expect(await reported).toMatchObject({ message: 'There was no answer within 4 seconds.' });

    expect(performance.now() - startedAt).toBeLessThan(NOTICED_WITHIN);
    const next = await connection();
    const ended = once(next, 'close');
    await doorbell.close();
    await ended;
  });

  async function overANetwork() {
    const broker = await theBroker(name, database);
    const proxy = await aProxy();
    proxy.aimAt(broker.port);
    const writer = broker.open({ port: proxy.port });
    const follower = broker.open({ port: proxy.port });
    const heard = aListener(follower);
    const instances = await twoInstances(database, { writer, follower });
    await heard.untilOpen();
    return { proxy, heard, instances };
  }
});

async function aProxy() {
  const proxy = await startTcpProxy();
  onTestFinished(() => proxy.stop());
  return proxy;
}

/** Accepts every connection and never answers; `connection` is the next one. */
async function aSilentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).resume());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    connection: async () => (await once(server, 'connection'))[0] as Socket,
  };
}
