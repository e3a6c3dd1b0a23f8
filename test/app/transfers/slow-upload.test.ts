// Files that take longer to arrive than another request may.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { createTransfers } from '../../../src/app/transfers/transfers.ts';
import { startServer } from '../../../src/app/serve.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../src/config/limits.ts';
import { openTestDatabase } from '../../harness/database.ts';
import { serverOptions } from '../../harness/api.ts';
import { anExport, anItem } from '../../import/harness.ts';
import { aTransferService } from './harness.ts';

const disk = mkdtempSync(join(tmpdir(), 'colloquy-disk-'));
vi.stubEnv('TMPDIR', disk);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(disk, { recursive: true });
});

const database = await openTestDatabase();
const { api, tokenOf } = aTransferService(database);
const FILE = anExport(anItem({ id: 1, slug: 'slow' }));
/** How many bytes of a file come with its head. */
const BEGUN = 9;

async function open(changed: Partial<Limits>) {
  const options = serverOptions(api);
  const limits = { ...DEFAULT_LIMITS, ...changed };
  const transfers = createTransfers({ services: api.services, logger: options.logger, limits });
  const server = await startServer({ ...options, limits, routes: transfers.routes });
  onTestFinished(async () => {
    await server.close();
    await transfers.close();
  });
  return { server, transfers };
}

/** Sends the head of a request, and a part of its body. */
async function begin(port: number, { path, token = '' }: { path: string; token?: string }): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const headers = `Host: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nConnection: close`;
  socket.write(`POST ${path} HTTP/1.1\r\n${headers}\r\nContent-Length: ${FILE.length}\r\n\r\n${FILE.slice(0, BEGUN)}`);
  return socket;
}

async function readAnswer(socket: Socket): Promise<string> {
  let answer = '';
  for await (const piece of socket) answer += String(piece);
  return answer;
}

/** The sizes of what has been received so far and is kept on the disk. */
const sizes = () =>
  readdirSync(disk, { recursive: true, encoding: 'utf8' }).map((name) => {
    return statSync(join(disk, name), { throwIfNoEntry: false })?.size;
  });

test('may come later than LIMIT_REQUEST_MS, in which every other body has to be there', async () => {
  const { server } = await open({ requestMs: 500 });
  const files = await begin(server.port, { path: '/admin/import', token: await tokenOf('ADMIN') });

  // Node looks at all connections at once: what came before this one was late, too.
  const other = await readAnswer(await begin(server.port, { path: '/graphql' }));
  files.write(FILE.slice(BEGUN));
  const answer = await readAnswer(files);

  expect(other).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"outcome":"done"');
});

test('of somebody who may not send them are refused before they came', async () => {
  const { server } = await open({});

  const answer = await readAnswer(
    await begin(server.port, { path: '/admin/import', token: await tokenOf('MODERATOR') }),
  );

  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
});

test('are refused where they stop coming', async () => {
  const { server } = await open({ stalledMs: 10 });

  const answer = await readAnswer(await begin(server.port, { path: '/admin/import', token: await tokenOf('ADMIN') }));

  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('LIMIT_STALLED_MS');
});

test('do not keep a service that ends', async () => {
  const { server, transfers } = await open({});
  const files = await begin(server.port, { path: '/admin/import', token: await tokenOf('ADMIN') });
  await expect.poll(sizes).toContain(BEGUN);

  await transfers.close();

  expect(await readAnswer(files)).toMatch(/^HTTP\/1\.1 503 /);
});

test('that are cut off are not imported, though all but the last byte has come', async () => {
  const { server } = await open({});
  const text = anExport(anItem({ id: 2, slug: 'cut-off' }), { site: 'https://cut.example' });
  const socket = connect(server.port, '127.0.0.1');
  const token = await tokenOf('ADMIN');
  const headers = `Host: a\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${text.length + 1}`;
  socket.write(`POST /admin/import HTTP/1.1\r\n${headers}\r\n\r\n${text}`);
  await expect.poll(sizes).toContain(text.length);

  socket.destroy();

  // What an import made of it is written by then.
  await expect.poll(sizes).toEqual([]);
  expect((await database.pool.query("SELECT FROM post WHERE slug = 'cut-off'")).rowCount).toBe(0);
});
