import { expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { readConfig } from '../../src/config/config.ts';

const SECRET = 'a secret of the tests, of 32 bytes and more';
const WHOLE = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://127.0.0.1/colloquy',
  AUTH_SECRET: SECRET,
  VOICE_SECRET: `${SECRET}, for voices`,
  PUBLIC_URL: 'https://talk.example',
};

test.each(['redis://127.0.0.1', 'rediss://user:p%40ss@redis.example.org:6380/2', 'redis://[::1]:6379/'])(
  '%s names a Redis',
  (REDIS_URL) => {
    expect(readConfig({ ...WHOLE, REDIS_URL }).redisUrl).toBe(REDIS_URL);
  },
);

test.each([
  '127.0.0.1:6379',
  'http://127.0.0.1:6379',
  'redis://',
  'redis://127.0.0.1:x',
  'redis://127.0.0.1/name',
  'redis://:%zz@127.0.0.1',
])('%s names none, and its fault says what does', (REDIS_URL) => {
  expect(faultsOf({ ...WHOLE, REDIS_URL })).toBe(
    'REDIS_URL: expected redis://user:password@host:port (rediss:// over TLS)',
  );
});

test('a missing or empty REDIS_URL means no Redis', () => {
  expect(readConfig(WHOLE).redisUrl).toBeNull();
  expect(readConfig({ ...WHOLE, REDIS_URL: ' ' }).redisUrl).toBeNull();
});

test('a REDIS_URL with the embedded database is an error that names its remedy', () => {
  const { DATABASE_URL: _, ...embedded } = WHOLE;

  expect(faultsOf({ ...embedded, REDIS_URL: 'redis://127.0.0.1' })).toBe(
    'DATABASE_URL: required with REDIS_URL, for instances share a PostgreSQL; for a single one unset REDIS_URL',
  );
});

test('all errors are reported together: invalid, missing, and incompatible settings', () => {
  const faults = faultsOf({ NODE_ENV: 'production', PORT: 'x', REDIS_URL: 'x', AUTH_SECRET: 'short' });

  expect(faults.match(/^[A-Z_]+(?=:)/gm)).toEqual([
    'PORT',
    'REDIS_URL',
    'AUTH_SECRET',
    'VOICE_SECRET',
    'PUBLIC_URL',
    'DATABASE_URL',
  ]);
});

/** The errors, one per line. */
function faultsOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join('\n');
    throw error;
  }
  throw new Error('There was no fault.');
}
