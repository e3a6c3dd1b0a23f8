// What can be checked of the image and compose.yaml without Docker.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/config.ts';
import { productionEnv } from '../bench/shared/production-env.ts';

interface Service {
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
}

const compose = readFileSync('compose.yaml', 'utf8');
const { services } = parse(compose, { merge: true }) as { services: Record<string, Service> };
const dockerfile = readFileSync('Dockerfile', 'utf8');
const operating = readFileSync('docs/operating.md', 'utf8');

test('the two instances have the same settings', () => {
  expect(services['instance-1']).toEqual(services['instance-2']);
});

test('the settings of an instance are variables of the service, with valid values', () => {
  const environment = services['instance-1']?.environment ?? {};
  const given = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      fillIn(value, { secret: `${name}, of 32 bytes, or some more` }),
    ]),
  );

  const config = readConfig({ NODE_ENV: 'production', ...given });

  expect(config.redisUrl).toBe('redis://redis:6379');
  expect(new URL(config.databaseUrl ?? '').hostname).toBe('postgres');
  expect(Object.keys(environment).filter((name) => !operating.includes(`\`${name}\``))).toEqual([]);
});

test('every secret is required, and docs/operating.md shows how to make it', () => {
  const secrets = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);

  expect([...new Set(secrets)].sort()).toEqual(['AUTH_SECRET', 'POSTGRES_PASSWORD', 'VOICE_SECRET']);
  expect(operating).toContain('for name in POSTGRES_PASSWORD AUTH_SECRET VOICE_SECRET; do');
});

test('every dependency of a service exists', () => {
  const awaited = Object.values(services).flatMap(({ depends_on = {} }) => Object.keys(depends_on));

  expect(awaited.filter((name) => !(name in services))).toEqual([]);
});

test('every file that is copied or mounted exists, and is not excluded from the image', () => {
  const allowed: string[] = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm) ?? [];
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));
  const mounted = Object.values(services)
    .flatMap(({ volumes = [] }) => volumes)
    .filter((volume) => volume.startsWith('./'))
    .map((volume) => volume.split(':')[0] ?? '');

  expect(copied.length * mounted.length).toBeGreaterThan(0);
  expect([...copied, ...mounted].filter((path) => !existsSync(path))).toEqual([]);
  expect(copied.filter((path) => !allowed.some((name) => `${path}/`.startsWith(`${name}/`)))).toEqual([]);
});

test('the image that runs has modules without those of development, what was compiled, and no root', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  expect(dockerfile).toMatch(/^RUN npm ci --omit=dev --omit=optional .*prune-modules\.mjs node_modules$/m);
  expect(last).toContain('\nCOPY --from=modules /app/node_modules node_modules\n');
  expect(last).toContain('\nCOPY --from=build /app/dist dist\n');
  expect(last).not.toMatch(/^COPY (src|\.)|^RUN/m);
  expect(/^USER (\d+):\1$/m.exec(last)?.[1]).toMatch(/^[1-9]/);
});

test('the image runs on the Node that tests of its files run on', () => {
  const wanted = /node@(\d+)/.exec(readFileSync('.ci/node-24', 'utf8'))?.[1];

  expect([...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version)).toEqual([wanted, wanted]);
});

/** Interpolates as Compose does: the default of `${NAME:-default}`, and a secret for `${NAME:?message}`. */
function fillIn(text: string, { secret }: { secret: string }): string {
  const fillInDefaults = (given: string) => given.replace(/\$\{\w+:-([^{}]*)\}/g, '$1');
  // One default may hold another.
  return fillInDefaults(fillInDefaults(text)).replace(/\$\{\w+:\?[^}]*\}/g, encodeURIComponent(secret));
}

test('wherever production is started, V8 has the same room for young garbage', () => {
  const option = '--max-semi-space-size=32';
  const starts = [...operating.matchAll(/^NODE_ENV=production .*$/gm)].map(([line]) => line);

  expect(starts.length).toBeGreaterThan(1);
  expect(starts.filter((line) => !line.includes(option))).toEqual([]);
  expect(dockerfile).toContain(`ENV NODE_OPTIONS=${option}\n`);
  expect(productionEnv({ databaseUrl: '', dataDir: '', authSecret: '' })['NODE_OPTIONS']).toBe(option);
  expect(readFileSync('package.json', 'utf8')).toContain(`"start": "node ${option} src/start.mjs"`);
});
