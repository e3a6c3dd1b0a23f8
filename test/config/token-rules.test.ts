import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { failureOf } from './failure-of.ts';

const SECRETS = { AUTH_SECRET: 'a'.repeat(32), VOICE_SECRET: 'v'.repeat(32) };
const PROVIDER = {
  AUTH_JWKS_URL: 'https://login.example.org/jwks',
  AUTH_ISSUER: 'https://login.example.org',
  AUTH_AUDIENCE: 'colloquy',
};
const PRODUCTION = { NODE_ENV: 'production', PUBLIC_URL: 'https://talk.example' };

test('an identity provider stands beside the secret, or in its place', () => {
  const { VOICE_SECRET } = SECRETS;

  expect(readConfig({ ...PRODUCTION, ...SECRETS, ...PROVIDER })).toMatchObject({ authSecret: SECRETS.AUTH_SECRET });
  const config = readConfig({ ...PRODUCTION, VOICE_SECRET, ...PROVIDER });
  expect(config.authSecret).toBeNull();
  expect(config.tokens).toMatchObject({ keysUrl: PROVIDER.AUTH_JWKS_URL, audience: 'colloquy', roles: null });
});

test('published keys need an issuer and an audience: a provider signs tokens for many', () => {
  const { AUTH_JWKS_URL } = PROVIDER;

  const message = failureOf({ ...SECRETS, AUTH_JWKS_URL });

  expect(message).toMatch(/^ {2}AUTH_ISSUER: required with AUTH_JWKS_URL/m);
  expect(message).toMatch(/^ {2}AUTH_AUDIENCE: required with AUTH_JWKS_URL/m);
});

test.each([
  'https://login.example.org/jwks',
  'http://127.0.0.1:8080/jwks',
  'http://[::1]/jwks',
  'http://10.1.2.3/jwks',
])('keys may be read from %s', (AUTH_JWKS_URL) => {
  expect(readConfig({ ...SECRETS, ...PROVIDER, AUTH_JWKS_URL }).tokens.keysUrl).toBe(AUTH_JWKS_URL);
});

test.each(['http://login.example.org/jwks', 'http://8.8.8.8/jwks', 'ftp://login/jwks', 'jwks', 'file:///etc/jwks'])(
  'keys may not be read from %s',
  (AUTH_JWKS_URL) => {
    expect(failureOf({ ...SECRETS, ...PROVIDER, AUTH_JWKS_URL })).toMatch(/^ {2}AUTH_JWKS_URL: expected https/m);
  },
);

test('claims and roles are pairs', () => {
  const env = { AUTH_CLAIMS: 'handle=nickname, role=groups', AUTH_ROLES: 'editors=MODERATOR' };

  const { claims, roles } = readConfig({ ...SECRETS, ...env }).tokens;

  expect(claims).toEqual({ handle: 'nickname', name: 'name', avatar: 'picture', role: 'groups' });
  expect(roles).toEqual(new Map([['editors', 'MODERATOR']]));
});

test.each([
  ['AUTH_CLAIMS', 'handle'],
  ['AUTH_CLAIMS', 'handle='],
  ['AUTH_CLAIMS', 'email=mail'],
  ['AUTH_ROLES', 'editors'],
  ['AUTH_ROLES', '=MODERATOR'],
  ['AUTH_ROLES', 'editors=moderator'],
  ['AUTH_ROLES', 'editors=GOD'],
])('%s=%s is refused', (name, value) => {
  expect(failureOf({ ...SECRETS, [name]: value })).toMatch(new RegExp(`^ {2}${name}: expected`, 'm'));
});
