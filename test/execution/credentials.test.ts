import { createHmac } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { makeApiToken } from '../../src/text/api-token.ts';
import { ELSEWHERE, openCounting } from './rates-harness.ts';
import { aPost, ask, aToken, CONFIG, databaseAway, openInProcess, SECRET } from '../http/stand-in.ts';

const key = (secret: string) => new TextEncoder().encode(secret);
const sign = (claims: Record<string, unknown>, { secret = SECRET, alg = 'HS256', expires = '1m' } = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime(expires).sign(key(secret));

async function whoIs(headers: Record<string, string>) {
  const answer = await ask(openInProcess(), aPost('{ who }', { headers }));
  return { status: answer.status, body: answer.body, headers: answer.headers };
}

describe('a token', () => {
  it('that is valid identifies the account', async () => {
    const { body } = await whoIs({ authorization: `Bearer ${await aToken({ subject: 'ada' })}` });

    expect(body).toMatchObject({ data: { who: 'ada' } });
  });

  it('is accepted with its scheme in any case', async () => {
    expect((await whoIs({ authorization: `bearer ${await aToken()}` })).status).toBe(200);
  });

  const soon = () => Math.floor(Date.now() / 1_000) + 60;
  it.each<[string, () => Promise<string> | string]>([
    ['has expired', () => aToken({}, -1)],
    ['was signed by another key', () => sign({ sub: 'ada' }, { secret: 'another key of 32 bytes or more, for tests' })],
    ['was signed by another algorithm', () => sign({ sub: 'ada' }, { alg: 'HS512' })],
    ['is not signed', () => new UnsecuredJWT({ sub: 'ada', exp: soon() }).encode()],
    ['never ends', () => new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'HS256' }).sign(key(SECRET))],
    ['has no subject', () => sign({})],
    ['has an empty subject', () => sign({ sub: '' })],
    ['has a subject that is a number', () => sign({ sub: 7 })],
    ['has an overlong subject', () => sign({ sub: 'a'.repeat(256) })],
    ['has a subject that PostgreSQL cannot store', () => sign({ sub: 'a\0' })],
    ['has a role that does not exist', () => sign({ sub: 'ada', role: 'GOD' })],
    ['has a name that is a list', () => sign({ sub: 'ada', name: ['Ada'] })],
    ['is not valid yet', () => sign({ sub: 'ada', nbf: soon() })],
    ['is garbage', () => 'garbage'],
    ['is garbage in three parts', () => 'a.b.c'],
    ['is a giant', () => 'a'.repeat(10_000)],
    ['is empty', () => ''],
  ])('that %s is refused, also where nobody needs one', async (_, make) => {
    const { status, body, headers } = await whoIs({ authorization: `Bearer ${await make()}` });

    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED' });
    expect(body).not.toHaveProperty('data');
  });

  it('of another scheme is refused', async () => {
    expect((await whoIs({ authorization: 'Basic YWRhOmFkYQ==' })).status).toBe(401);
  });
});

describe('an API token', () => {
  it('is put off, and not refused, while the database is away', async () => {
    const server = openInProcess({ useApiToken: () => new Promise(() => databaseAway()) });
    const headers = { authorization: `Bearer clq_${'a'.repeat(43)}` };

    const { status, body } = await ask(server, aPost('{ who }', { headers }));

    expect(status).toBe(503);
    expect(body.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
  });
});

describe('a voice', () => {
  it('of 128 bits is stored as a keyed hash', async () => {
    const voice = 'aB3-_'.repeat(5);

    const { body } = await whoIs({ 'colloquy-voice': voice });

    expect(body.data.who).toBe(createHmac('sha256', CONFIG.voiceSecret).update(voice).digest('hex'));
  });

  it.each(['', 'short', 'x'.repeat(21), 'x'.repeat(129), `${'x'.repeat(30)} y`])(
    'is refused when it is "%s"',
    async (voice) => {
      const { status, body } = await whoIs({ 'colloquy-voice': voice });

      expect(status).toBe(401);
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    },
  );
});

it('API tokens that are none are looked for only so often from one address', async () => {
  const limits = { readBurst: 5, addressMultiple: 1 };
  let looked = 0;
  const { send } = openCounting(limits, {
    useApiToken: () => {
      looked += 1;
      return Promise.resolve(null);
    },
  });
  const statuses = new Map<number, number>();
  for (let time = 0; time < 40; time += 1) {
    const { status } = await send('{ hello }', { headers: { authorization: `Bearer ${makeApiToken()}` } });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  expect([...statuses.keys()].sort()).toEqual([401, 429]);
  expect(looked).toBeLessThan(10);
  expect(
    (await send('{ hello }', { peer: ELSEWHERE, headers: { authorization: `Bearer ${makeApiToken()}` } })).status,
  ).toBe(401);
});
