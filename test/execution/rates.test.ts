import { afterEach, describe, expect, it, vi } from 'vitest';
import { NO_RATES } from '../../src/execution/rates/rates.ts';
import { aToken, openOnPort } from '../http/stand-in.ts';
import { openAcknowledged } from '../websocket/socket-client.ts';
import { aSecret, countAnswers, counting, ELSEWHERE, HOME, openCounting } from './rates-harness.ts';

const HELLO = '{ hello }';
const ADD = 'mutation { add(number: 1) }';
const ADDED = 'subscription { added { number } }';

afterEach(() => {
  vi.useRealTimers();
});

/** Stops the clocks on which windows end. */
function stopClocks(): { pass(seconds: number): void } {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  return { pass: (seconds) => void vi.advanceTimersByTime(seconds * 1_000) };
}

describe('a client that exceeds a rate', () => {
  it.each(['application/json', 'application/graphql-response+json'])('gets 429 in %s', async (accept) => {
    const { send } = openCounting({ readBurst: 2, addressMultiple: 1 });
    await countAnswers(2, () => send(HELLO));

    const { status, headers, body } = await send(HELLO, { accept });

    expect(status).toBe(429);
    expect(headers.get('content-type')).toContain(accept);
    expect(headers.get('retry-after')).toBe('10');
    expect(body).toEqual({
      errors: [
        {
          message: 'Too many operations in a short time.',
          extensions: { code: 'RATE_LIMITED', retryAfter: 10 },
        },
      ],
    });
  });

  it('is answered again when the time is over', async () => {
    const clock = stopClocks();
    const { send } = openCounting({ readBurst: 2, addressMultiple: 1 });
    await countAnswers(3, () => send(HELLO));

    clock.pass(9);
    expect((await send(HELLO)).headers.get('retry-after')).toBe('1');
    clock.pass(2);
    expect(await countAnswers(3, () => send(HELLO))).toBe(2);
  });

  it('may come in bursts, but no more often than in a minute', async () => {
    const clock = stopClocks();
    const { send } = openCounting({ readBurst: 2, readsPerMinute: 3, addressMultiple: 1 });

    expect(await countAnswers(3, () => send(HELLO))).toBe(2);
    clock.pass(11);
    expect(await countAnswers(3, () => send(HELLO))).toBe(1);
    expect((await send(HELLO)).headers.get('retry-after')).toBe('49');
  });

  it('pays for documents that are refused, and has no new one looked at', async () => {
    const { send } = openCounting({ readBurst: 3, addressMultiple: 1 });
    const faulty = (n: number) => `{ nothing${n} }`;
    await send(faulty(1));
    await send('{');
    await send(`{ ${'hello '.repeat(100)} }`);
    await send(faulty(2)); // with this one, it is known that too many were

    expect((await send(faulty(3))).status).toBe(429);
    expect((await send(HELLO)).status).toBe(429);
    expect((await send(ADD)).status).toBe(429);
  });

  it('of reads can write all the same', async () => {
    const { send } = openCounting({ readBurst: 1, addressMultiple: 1 });
    await countAnswers(2, () => send(HELLO));

    expect((await send(ADD)).status).toBe(200);
  });

  it('has nothing executed', async () => {
    const { send, standIn } = openCounting({ writeBurst: 1, addressMultiple: 1 });

    await send(ADD);
    const { status, body } = await send('mutation { a: add(number: 2) b: add(number: 3) }');

    expect(status).toBe(429);
    expect(body.data).toBeUndefined();
    expect(standIn.numbers).toEqual([1]);
  });

  it('keeps what it has left of the others', async () => {
    const { send } = openCounting({ writeBurst: 1, addressMultiple: 1 });
    await countAnswers(2, () => send(ADD));

    expect((await send(HELLO)).status).toBe(200);
  });

  it('gets an error for the operation over a WebSocket, which stays open', async () => {
    const { url } = await openOnPort(counting({ readBurst: 1, addressMultiple: 1 }));
    const client = await openAcknowledged(url);
    client.subscribe('1', HELLO);
    expect(await client.next()).toMatchObject({ id: '1', type: 'next' });
    expect(await client.next()).toMatchObject({ id: '1', type: 'complete' });

    for (const [id, document] of Object.entries({ query: HELLO, subscription: ADDED })) {
      client.subscribe(id, document);
      const payload = [{ message: expect.any(String), extensions: { code: 'RATE_LIMITED', retryAfter: 10 } }];
      expect(await client.next()).toEqual({ id, type: 'error', payload });
    }
    client.subscribe('write', ADD);
    expect(await client.next()).toMatchObject({ id: 'write', type: 'next', payload: { data: { add: 1 } } });
  });

  it('gets 429 before a stream of events is opened', async () => {
    const { send, standIn } = openCounting({ readBurst: 1, addressMultiple: 1 });
    await send(HELLO);

    const { status, headers, body } = await send(ADDED, { accept: 'text/event-stream' });

    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('10');
    expect(body.errors[0].extensions.code).toBe('RATE_LIMITED');
    expect(standIn.counts.subscribers).toBe(0);
  });
});

describe('what counts as a write', () => {
  it.each([
    ['each root field', 'mutation { a: add(number: 1) b: add(number: 1) }', 2],
    ['a field of a fragment', 'mutation { ...a } fragment a on Mutation { add(number: 1) b: add(number: 1) }', 2],
    ['a field of an inline fragment', 'mutation { ... { a: add(number: 1) } add(number: 1) }', 2],
    ['a field asked for twice, once', 'mutation { add(number: 1) ... { add(number: 1) } }', 1],
    ['a field that is included', 'mutation ($on: Boolean = true) { add(number: 1) @include(if: $on) }', 1],
    ['no field that is skipped', 'mutation { a: add(number: 1) b: add(number: 1) @skip(if: true) }', 1],
    ['no name of a type', 'mutation { __typename add(number: 1) }', 1],
  ])('is %s', async (_what, document, writes) => {
    const { send } = openCounting({ writeBurst: 4, addressMultiple: 1 });

    expect((await send(document)).status).toBe(200);
    expect(await countAnswers(5, () => send(ADD))).toBe(4 - writes);
  });

  it('is no mutation without a field that writes, which is a read', async () => {
    const { send } = openCounting({ readBurst: 1, addressMultiple: 1 });

    expect(await countAnswers(3, () => send('mutation { __typename }'))).toBe(1);
  });
});

describe('a rate is counted', () => {
  it('for an account wherever it is, and not for its address', async () => {
    const { send } = openCounting({ readBurst: 2, addressMultiple: 1 });
    const ada = { authorization: `Bearer ${await aToken()}` };

    expect(await countAnswers(2, () => send(HELLO, { headers: ada }))).toBe(2);
    expect((await send(HELLO, { headers: ada, peer: ELSEWHERE })).status).toBe(429);
    const grace = { authorization: `Bearer ${await aToken({ subject: 'grace' })}` };
    expect(await countAnswers(3, () => send(HELLO, { headers: grace }))).toBe(2);
  });

  it('for a voice wherever it is', async () => {
    const { send } = openCounting({ readBurst: 2 });

    expect(await countAnswers(3, () => send(HELLO, { headers: aSecret('a') }))).toBe(2);
    expect((await send(HELLO, { headers: aSecret('a'), peer: ELSEWHERE })).status).toBe(429);
  });

  it('for an address: another voice for each request does not evade it', async () => {
    const { send } = openCounting({ readBurst: 2, addressMultiple: 3 });
    let voice = 0;

    expect(await countAnswers(10, () => send(HELLO, { headers: aSecret(`v${(voice += 1)}`) }))).toBe(6);
    expect((await send(HELLO, { headers: aSecret('other'), peer: ELSEWHERE })).status).toBe(200);
  });

  it('for an address alone where a guest has no voice', async () => {
    const { send } = openCounting({ readBurst: 2, addressMultiple: 3 });

    expect(await countAnswers(10, () => send(HELLO))).toBe(6);
    expect((await send(HELLO, { peer: ELSEWHERE })).status).toBe(200);
  });

  it('for the /64 network of an IPv6 address', async () => {
    const { send } = openCounting({ readBurst: 1, addressMultiple: 2 });
    let host = 0;

    expect(await countAnswers(5, () => send(HELLO, { peer: `2001:db8:1:2::${(host += 1)}` }))).toBe(2);
    expect((await send(HELLO, { peer: '2001:db8:1:3::1' })).status).toBe(200);
  });

  it('for the address that a trusted proxy names, and for none that a client names', async () => {
    const limits = { readBurst: 1, addressMultiple: 1 };
    const { send } = openCounting(limits, { config: { hasRates: true, trustedProxies: ['10.0.0.1'] } });
    let hop = 0;
    const claim = (peer: string, client = '') => ({
      peer,
      headers: { 'x-forwarded-for': [`1.1.1.${(hop += 1)}`, client].filter(Boolean).join(', ') },
    });

    expect(await countAnswers(3, () => send(HELLO, claim(HOME)))).toBe(1);
    expect(await countAnswers(3, () => send(HELLO, claim('10.0.0.1', ELSEWHERE)))).toBe(1);
  });

  it('so that an office is no flood, and does not pay for the one in it who is', async () => {
    const { send } = openCounting({ readBurst: 2, addressMultiple: 3 });

    expect(await countAnswers(50, () => send(HELLO, { headers: aSecret('flood') }))).toBe(2);
    expect(await countAnswers(2, () => send(HELLO, { headers: aSecret('ann') }))).toBe(2);
    expect(await countAnswers(2, () => send(HELLO, { headers: aSecret('bob') }))).toBe(2);
  });

  it('for no request within the process', async () => {
    const { fetch, send } = openCounting({ readBurst: 1, addressMultiple: 1 });
    await countAnswers(2, () => send(HELLO));

    const request = new Request('http://127.0.0.1:4000/graphql?query={hello}');
    expect((await fetch(request)).status).toBe(200);
  });
});

it('a proxy that is not trusted is warned of once, and no address is logged', async () => {
  const { send, standIn } = openCounting();

  for (const client of [HOME, ELSEWHERE])
    await send(HELLO, { peer: '10.9.8.7', headers: { 'x-forwarded-for': client } });

  expect(standIn.logged.map(({ msg }) => msg)).toEqual([expect.stringContaining('TRUST_PROXY')]);
  expect(JSON.stringify(standIn.logged)).not.toMatch(/10\.9\.8\.7|203\.0\.113/);
});

describe('without rates', () => {
  it('everything is answered, and opened', async () => {
    const limits = { readBurst: 1, writeBurst: 1, connectionsOfOne: 1, addressMultiple: 1 };
    const { send, fetch } = openCounting(limits, { rates: NO_RATES, config: { hasRates: false } });

    expect(await countAnswers(20, () => send(HELLO, { headers: aSecret('a') }))).toBe(20);
    expect(await countAnswers(20, () => send(ADD))).toBe(20);
    for (let stream = 0; stream < 5; stream += 1) {
      const request = new Request(`http://127.0.0.1:4000/graphql?query=${encodeURIComponent(ADDED)}`, {
        headers: { accept: 'text/event-stream' },
      });
      expect((await fetch(request, { peer: HOME })).status).toBe(200);
    }
  });
});
