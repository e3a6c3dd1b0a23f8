import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_CLAIMS } from '../../src/config/token-rules.ts';
import { aPost, ask, aToken, openInProcess, SECRET } from '../http/stand-in.ts';
import { AUDIENCE, createSigner, ISSUER, publishKeys } from './identity-provider.ts';

const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open(keysUrl: string, { authSecret = null as string | null } = {}) {
  const tokens = {
    keysUrl,
    issuer: ISSUER,
    audience: AUDIENCE,
    claims: DEFAULT_CLAIMS,
    roles: null,
    deskClientId: null,
  };
  const server = openInProcess({ config: { authSecret, tokens }, now: () => new Date() });
  const whoIs = async (token: string) => {
    const { status, body } = await ask(server, aPost('{ who }', { headers: { authorization: `Bearer ${token}` } }));
    return { status, who: body.data?.who, code: body.errors?.[0].extensions.code, message: body.errors?.[0].message };
  };
  return { ...server, whoIs };
}

describe('a token of an identity provider', () => {
  it.each(['RS256', 'PS384', 'ES256', 'EdDSA'])('is believed with %s', async (alg) => {
    const signer = await createSigner(alg);
    const { whoIs } = open((await publishKeys(signer)).url);

    expect(await whoIs(await signer.sign())).toMatchObject({ status: 200, who: 'ada' });
  });

  it.each([
    ['of another issuer', { iss: 'https://elsewhere.example' }, 'iss'],
    ['of no issuer', { iss: undefined }, 'iss'],
    ['for another audience', { aud: 'another' }, 'aud'],
    ['for no audience', { aud: undefined }, 'aud'],
    ['that never ends', { exp: undefined }, 'exp'],
    ['that has expired', { exp: 1 }, 'expired'],
    ['without a subject', { sub: undefined }, 'sub'],
  ])('%s is refused', async (_, claims, said) => {
    const signer = await createSigner('ES256');
    const { whoIs } = open((await publishKeys(signer)).url);

    const answer = await whoIs(await signer.sign(claims));

    expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(answer.message).toContain(said);
  });

  it('cannot be signed with what everybody can read', async () => {
    const signer = await createSigner('RS256');
    const { whoIs } = open((await publishKeys(signer)).url);
    const { kid = '' } = signer.published;
    const sign = (secret: string) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: Math.floor(Date.now() / 1_000) + 60 })
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(new TextEncoder().encode(secret));

    expect(await whoIs(await sign(JSON.stringify(signer.published)))).toMatchObject({ status: 401 });
    expect(await whoIs(await sign(signer.published.n ?? ''))).toMatchObject({ status: 401 });
  });

  it('of a key that is not published is refused, and the provider is not asked for each', async () => {
    const provider = await publishKeys(await createSigner('ES256'));
    const { whoIs } = open(provider.url);
    const stranger = await createSigner('ES256', { kid: 'unknown' });

    for (const sub of ['a', 'b', 'c', 'd'])
      expect(await whoIs(await stranger.sign({ sub }))).toMatchObject({ status: 401 });
    expect(provider.asked).toBe(1);
  });

  it('of a new key is believed once the keys may be asked for again', async () => {
    const [old, fresh] = [await createSigner('ES256', { kid: '1' }), await createSigner('ES256', { kid: '2' })];
    const provider = await publishKeys(old);
    const { whoIs } = open(provider.url);
    await whoIs(await old.sign());

    provider.signers.push(fresh);
    vi.setSystemTime(Date.now() + MINUTE);

    expect(await whoIs(await fresh.sign())).toMatchObject({ status: 200 });
  });

  it('of a key that was withdrawn is refused within ten minutes, also when it was believed before', async () => {
    const signer = await createSigner('ES256', { kid: '1' });
    const provider = await publishKeys(signer);
    const { whoIs } = open(provider.url);
    const token = await signer.sign();
    expect(await whoIs(token)).toMatchObject({ status: 200 });

    provider.signers = [await createSigner('ES256', { kid: '2' })];
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    await whoIs(token); // sees that the keys are old

    await expect.poll(async () => (await whoIs(token)).status).toBe(401);
  });

  it('is believed while the provider is away, for as long as that takes', async () => {
    const signer = await createSigner('ES256');
    const provider = await publishKeys(signer);
    const { whoIs, standIn } = open(provider.url);
    await whoIs(await signer.sign());

    provider.isAway = true;
    vi.setSystemTime(Date.now() + 30 * MINUTE);
    await whoIs(await signer.sign());
    await expect.poll(() => standIn.logged).toMatchObject([{ msg: 'the keys of AUTH_JWKS_URL cannot be read' }]);

    expect(await whoIs(await signer.sign({ sub: 'grace' }))).toMatchObject({ status: 200, who: 'grace' });
  });

  it('is not refused but put off where the keys were never read, and believed when they are', async () => {
    const signer = await createSigner('ES256');
    const provider = await publishKeys(signer);
    provider.isAway = true;
    const { whoIs } = open(provider.url);

    expect(await whoIs(await signer.sign())).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    provider.isAway = false;
    expect(await whoIs(await signer.sign())).toMatchObject({ status: 200 });
  });
});

describe('a token of the secret, beside an identity provider', () => {
  const rules = { issuer: ISSUER, audience: AUDIENCE };

  it('is believed where the service has a secret, for the same issuer and audience', async () => {
    const { url } = await publishKeys();
    const { whoIs } = open(url, { authSecret: SECRET });
    const sign = (claims: Record<string, unknown>) =>
      new SignJWT({ sub: 'ada', exp: Math.floor(Date.now() / 1_000) + 60, ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(SECRET));

    expect(await whoIs(await sign({ iss: rules.issuer, aud: rules.audience }))).toMatchObject({ status: 200 });
    expect(await whoIs(await sign({}))).toMatchObject({ status: 401 });
  });

  it('is refused where it has none', async () => {
    const { whoIs } = open((await publishKeys()).url);

    expect(await whoIs(await aToken())).toMatchObject({ status: 401 });
  });
});
