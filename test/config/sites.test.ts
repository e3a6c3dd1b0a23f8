import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { failureOf } from './failure-of.ts';

const SECRETS = { AUTH_SECRET: 'a'.repeat(32), VOICE_SECRET: 'v'.repeat(32) };
const PRODUCTION = { ...SECRETS, NODE_ENV: 'production', PUBLIC_URL: 'https://talk.example' };

test('a site is an origin, and in development also this machine at any port', () => {
  const sites = ['https://example.org', 'http://example.org:8080', 'http://localhost:*', 'https://[::1]:*'];

  expect(readConfig({ ...SECRETS, SITES: sites.join(', ') }).sites).toEqual(sites);
  expect(readConfig({ ...PRODUCTION, SITES: 'https://example.org' }).sites).toEqual(['https://example.org']);
});

test('without the setting the sites are this machine’s, and none in production', () => {
  const { sites } = readConfig(SECRETS);

  expect(sites).toContain('http://localhost:*');
  expect(sites.map((site) => new URL(site.replace(':*', '')).hostname)).toEqual(
    ['localhost', '127.0.0.1', '[::1]'].flatMap((name) => [name, name]),
  );
  expect(readConfig(PRODUCTION).sites).toEqual([]);
});

test.each([
  '*',
  'https://*',
  'https://*.example.org',
  'https://example.*',
  'https://example.org:*',
  'http://localhost*',
  'http://*:4000',
  'http://localhost:*/a',
  '*://localhost:*',
  'example.org',
  'https://example.org/',
  'https://example.org/blog',
  'https://Example.org',
  'https://example.org:443',
  'https://a;b.example',
  'http://localhost:* https://example.org',
])('%s names no site, and the service says at its start what does', (site) => {
  const message = failureOf({ ...SECRETS, SITES: `https://example.com, ${site}` });

  expect(message).toMatch(/^ {2}SITES: expected origins such as .+ as in http:\/\/localhost:\*/m);
});

test('production has no open port, for it would be the port of any reader’s machine', () => {
  expect(failureOf({ ...PRODUCTION, SITES: 'http://localhost:*, https://example.org' })).toMatch(
    /^ {2}SITES: \* is for development/m,
  );
});

test.each(['https://*.example.org', 'http://localhost:*'])('%s is no origin that may call the API', (origin) => {
  expect(failureOf({ ...SECRETS, ORIGINS: origin })).toMatch(/^ {2}ORIGINS: expected origins/m);
});
