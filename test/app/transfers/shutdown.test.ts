// Files that are on their way while the whole service ends.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { startApp } from '../../../src/app/app.ts';
import { readConfig } from '../../../src/config/config.ts';
import { signToken } from '../../../src/execution/identity/token.ts';

const root = mkdtempSync(join(tmpdir(), 'colloquy-shutdown-'));
const disk = mkdtempSync(join(root, 'tmp-'));
vi.stubEnv('TMPDIR', disk);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const NOTICE = 1_000; // milliseconds in which a service that ends still answers

async function start() {
  const env = { NODE_ENV: 'test', DATA_DIR: join(root, 'data'), PORT: '0', DEMO: 'off' };
  const given = readConfig(env);
  const config = { ...given, limits: { ...given.limits, noticeMs: NOTICE } };
  const app = await startApp({ config, logger: pino({ level: 'silent' }) });
  onTestFinished(() => app.close());
  const secret = app.services.config.authSecret ?? '';
  const token = await signToken({ subject: 'admin', handle: 'admin', role: 'ADMIN' }, { secret, expiresIn: 600 });
  return { app, port: Number(new URL(app.url).port), token };
}

/** Sends the head of an upload and a part of its body. @returns the beginning of its answer. */
async function begin({ port, token }: { port: number; token: string }) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(
    `POST /admin/import HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\n<rss>`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return String(answer);
}

test('are refused at once, and so are those that come later, while the service still answers others', async () => {
  const { app, ...at } = await start();
  const answer = begin(at);
  await expect.poll(() => readdirSync(disk)).not.toEqual([]);

  const closed = app.close();
  const began = performance.now();
  const first = await answer;
  const second = await begin(at);
  const others = await fetch(`${app.url}/health`);
  const passed = performance.now() - began;
  await closed;

  expect(first).toMatch(/^HTTP\/1\.1 503 /);
  expect(second).toMatch(/^HTTP\/1\.1 503 /);
  expect(others.status).toBe(200);
  expect(passed).toBeLessThan(NOTICE);
  expect(readdirSync(disk)).toEqual([]);
});
