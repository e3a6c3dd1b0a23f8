// What a doorbell makes of a network that breaks, hangs or is not there: rings are late, and nobody waits for them.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';
import { twoInstances } from '../harness/instances.ts';
import { aListener, aRing } from '../harness/rings.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';
import { CARRIERS, theCarrier } from './carriers.ts';

const NOTICED_WITHIN = 10_000; // 10 seconds

const database = await openTestDatabase();

describe.each(CARRIERS)('A doorbell through %s', (name) => {
  test('hears again after its connections broke, and finds what was written meanwhile', async () => {
    const { proxy, heard, instances } = await overANetwork();
    const { api, postId, take, close } = instances;
    await aComment(api, { postId });
    expect(await take(1)).toEqual([1]);
    const next = take(2);

    proxy.aimAt(undefined);
    proxy.cut();
    await aComment(api, { postId });
    proxy.aimAt((await theCarrier(name, database)).port);
    await heard.untilOpen();
    await aComment(api, { postId });

    expect(await next).toEqual([2, 3]);
    await close();
  });

  test('notices a network that says nothing any more within ten seconds, and comes back', async () => {
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

  test('that is away at the start is waited for by nobody, tells its own followers, and tells the others later', async () => {
    const carrier = await theCarrier(name, database);
    const proxy = await aProxy();
    proxy.aimAt(undefined);
    const errors: unknown[] = [];
    const away = carrier.open({ port: proxy.port, onError: (error) => errors.push(error) });
    const present = carrier.open();
    const heardHere = aListener(away);
    const heardThere = aListener(present);
    await heardThere.untilOpen();
    const ring = aRing();

    away.ring({ ...ring, seq: 1 });
    away.ring({ ...ring, seq: 2 });

    expect(heardHere.ringsOf(ring).map(({ seq }) => seq)).toEqual([1, 2]);
    proxy.aimAt(carrier.port);
    await heardThere.until({ ...ring, seq: 2 });
    // Only the last of a post is told: who hears it reads all of them.
    expect(heardThere.ringsOf(ring).map(({ seq }) => seq)).toEqual([2]);
    expect(errors).not.toEqual([]);
    await Promise.all([away.close(), present.close()]);
  });

  test('that takes connections and never answers is given up within ten seconds, and can be closed at once', async () => {
    const { port, connection } = await aSilentServer();
    const carrier = await theCarrier(name, database);
    let report: (error: unknown) => void = () => undefined;
    const reported = new Promise<unknown>((resolve) => (report = resolve));
    const startedAt = performance.now();
    const doorbell = carrier.open({ port, onError: (error) => report(error) });

    expect(await reported).toMatchObject({ message: 'There was no answer within 4 seconds.' });

    expect(performance.now() - startedAt).toBeLessThan(NOTICED_WITHIN);
    const next = await connection();
    const ended = once(next, 'close');
    await doorbell.close();
    await ended;
  });

  async function overANetwork() {
    const carrier = await theCarrier(name, database);
    const proxy = await aProxy();
    proxy.aimAt(carrier.port);
    const writer = carrier.open({ port: proxy.port });
    const follower = carrier.open({ port: proxy.port });
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

/** Takes every connection and says nothing; `connection` is the next one that comes. */
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
