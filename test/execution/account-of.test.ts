import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { CredentialError } from '../../src/execution/identity/credential-error.ts';
import { accountOf } from '../../src/execution/identity/account-of.ts';
import { signToken, createTokenKeys, verifyToken } from '../../src/execution/identity/token.ts';

const secrets = { AUTH_SECRET: 'a secret of tests, which has 32 bytes or more', VOICE_SECRET: 'b'.repeat(32) };
const rulesOf = (env: Record<string, string> = {}) => readConfig({ ...secrets, ...env }).tokens;
const read = (claims: Record<string, unknown>, env?: Record<string, string>) =>
  accountOf({ sub: 'ada', exp: 2_000_000_000, ...claims }, rulesOf(env));

describe('where no setting says otherwise', () => {
  it('the claims are called as we call them, and a picture as OpenID Connect does', () => {
    expect(
      read({ iss: 'us', handle: 'ada', name: 'Ada', picture: 'https://example.org/a.png', role: 'AUTHOR' }),
    ).toEqual({
      ...{ issuer: 'us', subject: 'ada', handle: 'ada', name: 'Ada', role: 'AUTHOR' },
      avatarUrl: 'https://example.org/a.png',
      expiresAt: new Date(2_000_000_000_000),
      scopes: null,
    });
  });

  it('a token needs none of them', () => {
    expect(read({})).toMatchObject({ issuer: '', handle: null, name: null, avatarUrl: null, role: 'READER' });
    expect(read({ handle: null, name: null, picture: null, role: null })).toMatchObject({ name: null, role: 'READER' });
  });

  it.each([['GOD'], [7], [{ MODERATOR: true }], [[7]], ['moderator'], ['']])('the role %j is refused', (role) => {
    expect(() => read({ role })).toThrow(CredentialError);
  });

  it('the strongest role of a list counts, and what is no role does not', () => {
    expect(read({ role: ['default', 'MODERATOR', 'AUTHOR'] })).toMatchObject({ role: 'MODERATOR' });
    expect(read({ role: ['default'] })).toMatchObject({ role: 'READER' });
  });
});

describe('where settings name them', () => {
  const KEYCLOAK = {
    AUTH_CLAIMS: 'handle=preferred_username,role=realm_access.roles',
    AUTH_ROLES: 'editors=MODERATOR,group=a=AUTHOR',
  };

  it('a claim is found by its path', () => {
    const claims = { preferred_username: 'ada', handle: 'other', realm_access: { roles: ['offline', 'editors'] } };

    expect(read(claims, KEYCLOAK)).toMatchObject({ handle: 'ada', role: 'MODERATOR' });
  });

  it('a claim whose name has dots is found by its name', () => {
    const env = { AUTH_CLAIMS: 'role=https://example.org/roles' };

    expect(read({ 'https://example.org/roles': ['AUTHOR'] }, env)).toMatchObject({ role: 'AUTHOR' });
  });

  it('a value with = in it can be a role', () => {
    expect(read({ realm_access: { roles: 'group=a' } }, KEYCLOAK)).toMatchObject({ role: 'AUTHOR' });
  });

  it.each(['MODERATOR', 'ADMIN', 'constructor', '__proto__'])('%s of the provider is nothing to us', (role) => {
    expect(read({ realm_access: { roles: [role] } }, KEYCLOAK)).toMatchObject({ role: 'READER' });
  });

  it.each(['__proto__.role', 'constructor.name', 'toString'])('the claim %s is never found', (name) => {
    expect(read({}, { AUTH_CLAIMS: `name=${name}` })).toMatchObject({ name: null });
  });

  it('a token that we sign says what they ask for', async () => {
    const config = readConfig({ ...secrets, ...KEYCLOAK, AUTH_ISSUER: 'us', AUTH_AUDIENCE: 'talk' });
    const { tokens: rules } = config;
    const sign = (role: 'MODERATOR' | 'ADMIN' | 'READER') =>
      signToken({ subject: 'mod', handle: 'mod', role }, { secret: secrets.AUTH_SECRET, expiresIn: 60, rules });
    const keys = createTokenKeys(config, { onFailure: () => undefined });

    expect(await verifyToken(await sign('MODERATOR'), { keys, now: new Date() })).toMatchObject({
      ...{ issuer: 'us', handle: 'mod', role: 'MODERATOR' },
    });
    expect(await verifyToken(await sign('READER'), { keys, now: new Date() })).toMatchObject({ role: 'READER' });
    await expect(sign('ADMIN')).rejects.toThrow('AUTH_ROLES gives no value for the role ADMIN.');
  });
});

it.each(['http://example.org/a.png', 'javascript:alert(1)', 'a.png', `https://example.org/${'a'.repeat(2_000)}`, 7])(
  'the picture %s is none',
  (picture) => {
    expect(read({ picture })).toMatchObject({ avatarUrl: null });
  },
);
