// Settings are listed in three places: the schema of the environment, the table of docs/operating.md, and .env.example.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { readConfig } from '../../src/config/config.ts';
import { environment } from '../../src/config/environment.ts';

const known = readSchema();
const table = readTable();
const example = readExample();

test('docs/operating.md has one row for each variable of the service, and no other rows', () => {
  expect(table.map(({ name }) => name).sort()).toEqual(known);
});

test('.env.example has every variable of the service and of compose.yaml, and nothing else', () => {
  const compose = readFileSync('compose.yaml', 'utf8');
  const ofCompose = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);

  expect(Object.keys(example).sort()).toEqual([...new Set([...known, ...ofCompose])].sort());
});

test('the values of .env.example are valid, and each default is what the service uses without it', () => {
  const secrets = { AUTH_SECRET: 'a'.repeat(32), VOICE_SECRET: 'v'.repeat(32) };
  const given = Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ''));
  const {
    PUBLIC_URL,
    POST_URL,
    DATABASE_URL,
    REDIS_URL,
    ORIGINS,
    SITES,
    TRUSTED_DOCUMENTS,
    METRICS_PORT,
    NODE_ENV,
    AUTH_JWKS_URL,
    AUTH_ISSUER,
    AUTH_AUDIENCE,
    AUTH_ROLES,
    DESK_CLIENT_ID,
    ...defaults
  } = given;
  const inDevelopment = {
    PLAYGROUND: 'on',
    INTROSPECTION: 'on',
    PUBLIC_SCHEMA: 'on',
    METRICS: 'on',
    LOG_REQUESTS: 'off',
  };

  expect(readConfig({ ...given, ...secrets }).isProduction).toBe(NODE_ENV === 'production');
  expect(AUTH_JWKS_URL && AUTH_ISSUER && AUTH_AUDIENCE && AUTH_ROLES && DESK_CLIENT_ID).toBeTruthy();
  expect(
    PUBLIC_URL && POST_URL && DATABASE_URL && REDIS_URL && ORIGINS && SITES && TRUSTED_DOCUMENTS && METRICS_PORT,
  ).toBeTruthy();
  expect(readConfig({ ...defaults, ...inDevelopment, ...secrets })).toEqual(readConfig(secrets));
});

test('the table gives the defaults of the service', () => {
  const config = readConfig({ AUTH_SECRET: 'a'.repeat(32), VOICE_SECRET: 'v'.repeat(32) });
  const defaults = Object.fromEntries(table.map(({ name, standard }) => [name, standard]));

  expect(defaults['PORT']).toBe(String(config.port));
  expect(defaults['HOST']).toMatch(new RegExp(`^${config.host}; in production 0\\.0\\.0\\.0$`));
  expect(defaults['GUEST_NAME']).toBe(config.guestName);
  expect(defaults['MAX_REPLY_DEPTH']).toBe(String(config.maxReplyDepth));
  expect(defaults['EVENT_RETENTION_DAYS']).toBe(String(config.eventRetentionDays));
  expect(defaults['LOG_LEVEL']).toBe(config.logLevel);
});

test('a value that the table does not list is refused', () => {
  const choices = table.filter(({ meaning }) => meaning.startsWith('`on` or `off`')).map(({ name }) => name);

  expect(choices).toHaveLength(9);
  for (const name of choices) expect(() => readConfig({ [name]: 'yes' })).toThrow(ConfigError);
});

/** The keys of the schema, read from its source, because nothing in the service needs it exported. */
function readSchema(): string[] {
  return Object.keys(environment.shape).sort();
}

function readTable(): { name: string; meaning: string; standard: string }[] {
  const [, section = ''] = /\n## Settings\n(.*?)\n## /s.exec(readFileSync('docs/operating.md', 'utf8')) ?? [];
  return [...section.matchAll(/^\| `(\w+)` +\|([^|]*)\|([^|]*)\|$/gm)].map(
    ([, name = '', meaning = '', standard = '']) => ({
      name,
      meaning: meaning.trim(),
      standard: standard.trim(),
    }),
  );
}

function readExample(): Record<string, string> {
  const text = readFileSync('.env.example', 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
