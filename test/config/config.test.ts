import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { failureOf } from './failure-of.ts';

const directory = await mkdtemp(join(tmpdir(), 'colloquy-config-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

const PUBLIC_URL = 'https://talk.example';
const SECRETS = { AUTH_SECRET: 'a'.repeat(32), VOICE_SECRET: 'v'.repeat(32) };

test('an empty environment is a development service on the embedded database, with its demo', () => {
  const config = readConfig({ ...SECRETS, PORT: ' ' });

  expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', databaseUrl: null, isProduction: false });
  expect(config).toMatchObject({ hasDemo: true, hasDemoCommenter: true, hasPlayground: true, hasIntrospection: true });
});

test('a service on PostgreSQL, or in production, never has a demo', () => {
  const databaseUrl = 'postgres://localhost/colloquy';

  for (const env of [{ DATABASE_URL: databaseUrl }, { NODE_ENV: 'production', PUBLIC_URL }]) {
    const config = readConfig({ ...SECRETS, ...env, DEMO: 'on', DEMO_COMMENTER: 'on' });
    expect(config).toMatchObject({ hasDemo: false, hasDemoCommenter: false });
  }
});

test('metrics have a port of their own where one is given, which is not the service’s', () => {
  expect(readConfig(SECRETS)).toMatchObject({ hasMetrics: true, metricsPort: null });
  expect(readConfig({ ...SECRETS, METRICS_PORT: '9464' })).toMatchObject({ hasMetrics: false, metricsPort: 9464 });
  expect(failureOf({ ...SECRETS, METRICS_PORT: '4000' })).toMatch(/^ {2}METRICS_PORT: must differ from PORT/m);
});

test('requests are logged in production, and elsewhere only if asked for: the terminal is for people there', () => {
  const inProduction = { ...SECRETS, NODE_ENV: 'production', PUBLIC_URL };

  expect(readConfig(SECRETS).logsRequests).toBe(false);
  expect(readConfig({ ...SECRETS, LOG_REQUESTS: 'on' }).logsRequests).toBe(true);
  expect(readConfig(inProduction).logsRequests).toBe(true);
  expect(readConfig({ ...inProduction, LOG_REQUESTS: 'off' }).logsRequests).toBe(false);
});

test.each([
  [{}, false],
  [{ OTEL_SERVICE_NAME: 'talk' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'true' }, false],
])('with the variables of OpenTelemetry %j there are traces: %s', (env, hasTracing) => {
  expect(readConfig({ ...SECRETS, ...env }).hasTracing).toBe(hasTracing);
});

test('all errors are reported at once, each with what was expected and without the value of a secret', () => {
  const env = {
    NODE_ENV: 'prod',
    PORT: '99999',
    PUBLIC_URL: 'ftp://x',
    POST_URL: 'http://x',
    DATABASE_URL: 'mysql://x',
    AUTH_SECRET: 'sesame',
    ORIGINS: 'example.org',
    MAX_REPLY_DEPTH: '501',
    DEMO: 'maybe',
    LOG_LEVEL: 'loud',
  };

  const message = failureOf(env);

  for (const name of Object.keys(env)) expect(message).toMatch(new RegExp(`^  ${name}: expected .+`, 'm'));
  expect(message).not.toContain('sesame');
});

test.each(['/posts', '/graphql/v1', '/health'])('PUBLIC_URL cannot have the path of a route: %s', (path) => {
  expect(failureOf({ PUBLIC_URL: `https://example.org${path}` })).toMatch(/^  PUBLIC_URL: expected a path/m);
});

test('production makes no secrets: a missing one is reported with all other errors', () => {
  const message = failureOf({ NODE_ENV: 'production', PORT: 'x', DATA_DIR: directory });

  for (const fault of ['AUTH_SECRET: required', 'VOICE_SECRET: required', 'PORT: expected']) {
    expect(message).toContain(fault);
  }
});

test('production requires the service’s own address, and has no default for it', () => {
  expect(failureOf({ ...SECRETS, NODE_ENV: 'production' })).toMatch(/^ {2}PUBLIC_URL: required in production/m);
  expect(readConfig({ ...SECRETS, NODE_ENV: 'production', PUBLIC_URL }).publicUrl).toBe(PUBLIC_URL);
  expect(readConfig(SECRETS).publicUrl).toBeNull();
});

test.each(['development', 'production'])('one secret for both ends is refused in %s, and not shown', (NODE_ENV) => {
  const one = 'the same secret, of 32 bytes or more';

  const message = failureOf({ NODE_ENV, PUBLIC_URL, AUTH_SECRET: one, VOICE_SECRET: one });

  expect(message).toMatch(/^ {2}VOICE_SECRET: must differ from AUTH_SECRET/m);
  expect(message).not.toContain(one);
});

test('secrets are made once, readable by this user alone, and kept', async () => {
  const DATA_DIR = join(directory, 'kept');

  const { authSecret, voiceSecret } = readConfig({ DATA_DIR });

  expect(readConfig({ DATA_DIR })).toMatchObject({ authSecret, voiceSecret });
  expect(authSecret).not.toBe(voiceSecret);
  expect((await stat(join(DATA_DIR, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

test('a damaged file of secrets and a file in place of the directory have different errors', async () => {
  const DATA_DIR = join(directory, 'damaged');
  readConfig({ DATA_DIR });
  await writeFile(join(DATA_DIR, 'secrets.json'), '{');
  const file = join(directory, 'file');
  await writeFile(file, '');

  expect(failureOf({ DATA_DIR })).toMatch(/secrets\.json is damaged; delete it/);
  expect(failureOf({ DATA_DIR: file })).toMatch(/DATA_DIR: .+file cannot be written/);
});

test('documents are trusted by a path, which becomes absolute', () => {
  expect(readConfig(SECRETS)).toMatchObject({ trustedDocuments: null, hasTrustedOnly: false });
  expect(readConfig({ ...SECRETS, TRUSTED_DOCUMENTS: 'documents' }).trustedDocuments).toBe(
    join(process.cwd(), 'documents'),
  );
});

test('with trusted documents only there is no playground, and asking for both is a contradiction', () => {
  const env = { TRUSTED_DOCUMENTS_ONLY: 'on' };

  expect(readConfig({ ...SECRETS, ...env })).toMatchObject({ hasTrustedOnly: true, hasPlayground: false });
  expect(failureOf({ ...env, PLAYGROUND: 'on' })).toMatch(/^  PLAYGROUND: .+ turn one of them off$/m);
});
