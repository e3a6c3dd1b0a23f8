import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { startApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';

const root = mkdtempSync(join(tmpdir(), 'colloquy-observing-'));
afterAll(() => rmSync(root, { recursive: true }));

const lines: Record<string, unknown>[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
const env = { NODE_ENV: 'test', DATA_DIR: join(root, 'data'), PORT: '0', DEMO: 'off', METRICS_PORT: '0' };
const app = await startApp({ config: readConfig({ ...env, LOG_REQUESTS: 'on', LIMIT_HEADERS_MS: '500' }), logger });
afterAll(() => app.close());
const metricsUrl = `http://127.0.0.1:${String(app.metricsPort)}/metrics`;

test('with a port of their own metrics are served there, and not beside the rest', async () => {
  const own = await fetch(metricsUrl);
  const elsewhere = [`${app.url}/metrics`, metricsUrl.replace('metrics', 'graphql')];

  expect(own.status).toBe(200);
  expect(own.headers.get('content-type')).toContain('text/plain');
  expect(await own.text()).toMatch(/^colloquy_pool_connections \d+$/m);
  for (const url of elsewhere) expect((await fetch(url)).status).toBe(404);
});

test('the metrics port has the limits of the settings', async () => {
  const socket = connect(Number(app.metricsPort), '127.0.0.1');
  socket.write('GET /metrics HTTP/1.1\r\nHost: a\r\n');
  socket.setTimeout(6_000, () => socket.destroy(new Error('Expected an answer within 6 seconds.')));

  const [answer] = (await once(socket, 'data')) as [Buffer];

  expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
  socket.destroy();
});

test('docs/operating.md lists every metric of the service, and no other', async () => {
  const text = await (await fetch(metricsUrl)).text();
  const served = [...text.matchAll(/^# TYPE (colloquy_\w+) (\w+)$/gm)].map(([, name, type]) => `${name} ${type}`);
  const docs = readFileSync('docs/operating.md', 'utf8');
  const listed = [...docs.matchAll(/^\| `(colloquy_\w+)` +\| (\w+) +\|/gm)].map(([, name, type]) => `${name} ${type}`);

  expect(listed.sort()).toEqual(served.sort());
});

test('a metrics port that is in use is reported with a remedy, and nothing stays open', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const config = readConfig({ ...env, DATA_DIR: join(root, 'other'), METRICS_PORT: String(port) });

  await expect(startApp({ config, logger })).rejects.toMatchObject({
    name: 'PortInUseError',
    message: expect.stringMatching(/is in use\. .*METRICS_PORT=\d+\.$/),
  });
  taken.close();
});

test('/ready tells of the database, its migrations and the doorbell', async () => {
  const { pool } = app.services.database;
  const ask = async () => {
    const response = await fetch(`${app.url}/ready`);
    return { status: response.status, body: await response.json() };
  };
  const whole = { status: 'ready', database: 'up', migrations: 'applied', doorbell: 'up' };

  expect(await ask()).toEqual({ status: 200, body: whole });

  await pool.query(`UPDATE _prisma_migrations SET migration_name = 'x' || migration_name`);
  expect(await ask()).toEqual({ status: 503, body: { ...whole, status: 'not ready', migrations: 'missing' } });

  await pool.query(`UPDATE _prisma_migrations SET migration_name = substr(migration_name, 2)`);
  await pool.query(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('x', 'x', now(), 'a newer one')`,
  );
  expect(await ask()).toEqual({ status: 200, body: whole });
});

test('the log has a line for each operation where LOG_REQUESTS is on', async () => {
  const query = 'query OfTheTest { __typename }';
  await fetch(`${app.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { 'x-request-id': 'of-the-test' } });

  expect(lines.filter(({ msg }) => msg === 'operation')).toEqual([
    expect.objectContaining({ requestId: 'of-the-test', operation: 'OfTheTest', code: 'OK' }),
  ]);
});

test('the metrics port is closed with the service', async () => {
  await app.close();

  await expect(fetch(metricsUrl)).rejects.toThrow('fetch failed');
});
