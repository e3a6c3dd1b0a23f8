import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../src/config/limits.ts';
import { RunningWork } from '../../src/execution/running-work.ts';
import { UnreadBytes } from '../../src/execution/unread-bytes.ts';
import { UNOBSERVED } from '../../src/observe/observer.ts';
import { createHttpServer, listen } from '../../src/http/http-server.ts';

const MORE_THAN_BUFFERS_HOLD = 'x'.repeat(32 * 1024 * 1024);

const closers: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closers.splice(0)) close();
});

async function serve(
  handle: (request: Request) => Response,
  {
    limits = {},
    countPeer = (peer) => peer,
    refused = () => undefined,
  }: { limits?: Partial<Limits>; countPeer?: (peer: string) => string | null; refused?: (rule: string) => void } = {},
) {
  const work = new RunningWork();
  const server = createHttpServer({
    direct: null,
    handle: (request) => Promise.resolve(handle(request)),
    basePath: '',
    limits: { ...DEFAULT_LIMITS, ...limits },
    countPeer,
    observer: { ...UNOBSERVED, refused },
    unread: new UnreadBytes(limits.unreadBytes ?? DEFAULT_LIMITS.unreadBytes),
    logger: pino({ level: 'silent' }),
    work,
    isEnding: () => false,
  });
  const { port } = await listen(server, { host: '127.0.0.1', port: 0 });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, work, port };
}

/** Reads the beginning of an answer, and nothing after it. */
async function readBeginning(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'data');
  socket.pause();
  return socket;
}

async function connectionOf(server: Server): Promise<Socket> {
  const [connection] = (await once(server, 'connection')) as [Socket];
  return connection;
}

/** Never resolves where something is waited for that does not end. */
async function untilIdle(work: RunningWork): Promise<void> {
  await work.settle(2 ** 31 - 1);
}

it('does not wait for a client that has left in the middle of its answer', async () => {
  const { work, port } = await serve(() => new Response(MORE_THAN_BUFFERS_HOLD));
  const socket = await readBeginning(port);

  socket.destroy();

  await untilIdle(work);
});

it('cuts a stream that has failed, also while its client reads nothing', async () => {
  let fail: (error: Error) => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      fail = (error) => controller.error(error);
      controller.enqueue(new TextEncoder().encode(MORE_THAN_BUFFERS_HOLD));
    },
  });
  const { server, port } = await serve(() => new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  const connected = connectionOf(server);
  await readBeginning(port);
  const connection = await connected;
  const closed = once(connection, 'close');

  fail(new Error('The client does not read.'));

  await closed;
});

it('cancels a stream whose client has left, also while it was full', async () => {
  let cancelled: () => void = () => undefined;
  const wasCancelled = new Promise<void>((resolve) => (cancelled = resolve));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(MORE_THAN_BUFFERS_HOLD));
    },
    cancel: () => cancelled(),
  });
  const { port } = await serve(() => new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  const socket = await readBeginning(port);

  socket.destroy();

  await wasCancelled;
});

it('cuts a client that reads nothing of its answer', async () => {
  const { server, port } = await serve(() => new Response(MORE_THAN_BUFFERS_HOLD), { limits: { stalledMs: 50 } });
  const connected = connectionOf(server);
  await readBeginning(port);
  const connection = await connected;

  await once(connection, 'close');
});

it('gives a client that reads nothing of its answer no longer than it says', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { server, port } = await serve(() => new Response(MORE_THAN_BUFFERS_HOLD), { limits: { stalledMs: 30_000 } });
  const connected = connectionOf(server);
  await readBeginning(port);
  const connection = await connected;
  let sent = -1;
  while (connection.bytesWritten !== sent) {
    sent = connection.bytesWritten;
    for (let turn = 0; turn < 1_000; turn += 1) await nextTurn();
  }

  vi.advanceTimersByTime(29_999);
  expect(connection.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(connection.destroyed).toBe(true);
});

it('leaves a client alone that reads on, however slowly it reads the whole', async () => {
  const { port } = await serve(() => new Response(MORE_THAN_BUFFERS_HOLD), { limits: { stalledMs: 500 } });
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  const since = performance.now();
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');

  let bytes = 0;
  let pauseAt = 0;
  for await (const chunk of socket) {
    bytes += (chunk as Buffer).length;
    if (bytes < pauseAt) continue;
    pauseAt = bytes + 4 * 1024 * 1024;
    await delay(100);
  }

  expect(bytes).toBeGreaterThan(MORE_THAN_BUFFERS_HOLD.length);
  expect(performance.now() - since).toBeGreaterThan(500);
});

/** A stream that has ended: all of it waits for its client. */
function aStream(): Response {
  return new Response(MORE_THAN_BUFFERS_HOLD, { headers: { 'content-type': 'text/event-stream' } });
}

it('cuts a client that reads nothing of a stream that has ended', async () => {
  const { server, port } = await serve(aStream, { limits: { stalledMs: 50 } });
  const connected = connectionOf(server);
  await readBeginning(port);
  const connection = await connected;

  await once(connection, 'close');
});

it.each([
  ['an answer', () => new Response(MORE_THAN_BUFFERS_HOLD)],
  ['a stream', aStream],
])('cuts the client that has left %s unread for longest, when all are too many', async (_, answer) => {
  const limits = { unreadBytes: MORE_THAN_BUFFERS_HOLD.length * 1.5 };
  const { server, port } = await serve(answer, { limits });
  const connected = connectionOf(server);
  await readBeginning(port);
  const first = await connected;
  const closed = once(first, 'close');

  const second = await readBeginning(port);

  await closed;
  expect(second.destroyed).toBe(false);
});

it('forgets the answers that a client waited for one after the other, when it leaves', async () => {
  let count = 0;
  const { work, port } = await serve(() => ((count += 1), new Response(MORE_THAN_BUFFERS_HOLD)));
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'data');
  await expect.poll(() => count).toBe(2);

  socket.destroy();

  await untilIdle(work);
});

/** Resolves to whether a new connection is served. */
async function isServed(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  return await Promise.race([once(socket, 'data').then(() => true), once(socket, 'close').then(() => false)]).catch(
    () => false,
  ); // reset
}

it.each(['tcpConnections', 'tcpConnectionsOfAddress'] as const)(
  'bounds connections by %s, and tells of each refusal',
  async (name) => {
    const refused = vi.fn();
    const { port } = await serve(() => new Response('here'), { limits: { [name]: 2 }, refused });
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');

    expect(await isServed(port)).toBe(true);
    expect(await isServed(port)).toBe(false);
    expect(await isServed(port)).toBe(false);
    expect(refused.mock.calls).toEqual([['tcp_load'], ['tcp_load']]);
    idle.destroy();
    await expect.poll(() => isServed(port)).toBe(true);
  },
);

it('does not count the connections of a proxy together', async () => {
  const countPeer = () => null;
  const { port } = await serve(() => new Response('here'), { limits: { tcpConnectionsOfAddress: 1 }, countPeer });

  expect(await isServed(port)).toBe(true);
  expect(await isServed(port)).toBe(true);
});
