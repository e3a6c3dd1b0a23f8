// Rates that instances share in a Redis, which may be away.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../src/config/limits.ts';
import { createDocuments } from '../../src/execution/documents/documents.ts';
import { createRates } from '../../src/execution/rates/rates.ts';
import { createRedisStore } from '../../src/execution/rates/redis-store.ts';
import { schema } from '../../src/graphql/schema.ts';
import { RateLimitedError } from '../../src/errors/rate-limited-error.ts';
import { NOBODY } from '../../src/session/session.ts';
import { aRedisServer, type RedisServer } from '../harness/redis-server.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';

const documents = createDocuments({ schema, hasIntrospection: true, hasSuggestions: true, limits: DEFAULT_LIMITS });
const HELLO = documents.parse('{ __typename }');
const CLIENT = { identity: NOBODY, address: '203.0.113.9' };

/** The rates of one instance. */
function anInstance(redisUrl: string, limits: Partial<Limits> = {}) {
  const all = { ...DEFAULT_LIMITS, addressMultiple: 1, ...limits };
  const errors: unknown[] = [];
  const events = new EventEmitter();
  const store = createRedisStore({
    ...{ redisUrl, secret: 'a secret', keys: all.rateKeys, answerMs: all.rateStoreMs },
    onOpened: () => events.emit('opened'),
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => store.close());
  const rates = createRates({ limits: all, store, isRetry: () => Promise.resolve(false) });
  const ask = async (address = CLIENT.address) => {
    try {
      await rates.charge({ ...CLIENT, address }, { document: HELLO, price: 1 });
      return true;
    } catch (error) {
      if (error instanceof RateLimitedError) return false;
      throw error;
    }
  };
  return {
    rates,
    errors,
    /** Requested before what causes it. */
    opened: () => once(events, 'opened'),
    ask,
    countAnswers: async (times: number, address?: string) => {
      let answered = 0;
      for (let time = 0; time < times; time += 1) answered += (await ask(address)) ? 1 : 0;
      return answered;
    },
  };
}

async function aRedis(): Promise<RedisServer> {
  const redis = await aRedisServer();
  await redis.start();
  return redis;
}

test('two instances count together', async () => {
  const redis = await aRedis();
  const one = anInstance(redis.url, { readBurst: 5 });
  const other = anInstance(redis.url, { readBurst: 5 });
  await Promise.all([one.opened(), other.opened()]);

  expect(await one.countAnswers(3)).toBe(3);
  expect(await other.countAnswers(5)).toBe(2);
  expect(await one.ask()).toBe(false);
  expect(one.errors).toEqual([]);
});

test('what was refused is not counted, and what is left can be asked for', async () => {
  const redis = await aRedis();
  const one = anInstance(redis.url, { readBurst: 5, costPerMinute: 10 });
  await one.opened();
  await one.rates.charge(CLIENT, { document: HELLO, price: 4 });

  await expect(one.rates.charge(CLIENT, { document: HELLO, price: 7 })).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    facts: { retryAfter: 60 },
  });

  const now = new Date(0);
  expect(await one.rates.findStatus(CLIENT, now)).toMatchObject({
    reads: { limit: 5, remaining: 4 },
    cost: { limit: 10, remaining: 6 },
    writes: { remaining: 10 },
  });
});

test('Redis holds no address, and nothing for ever', async () => {
  const redis = await aRedis();
  const one = anInstance(redis.url);
  await one.opened();
  await one.ask();
  const claim = await one.rates.claimText(CLIENT, { text: 'A text.', clientMutationId: 'key' });
  claim();
  await one.rates.findStatus(CLIENT, new Date());

  const client = await createClient({ url: redis.url }).connect();
  const keys = await client.keys('*');
  const times = await Promise.all(keys.map(async (key) => await client.ttl(key)));
  await client.close();

  expect(keys.length).toBeGreaterThan(5);
  expect(keys.filter((key) => !/^colloquy:rate:[a-z:-]+:[A-Za-z0-9_-]{43}$/.test(key))).toEqual([]);
  expect(times.filter((seconds) => seconds <= 0 || seconds > 3_600)).toEqual([]);
});

test('while Redis is away each instance counts by itself, and together again when it is back', async () => {
  const redis = await aRedisServer();
  const one = anInstance(redis.url, { readBurst: 5 });
  const other = anInstance(redis.url, { readBurst: 5 });
  expect(await one.countAnswers(7, '198.51.100.1')).toBe(5); // it has never been there
  expect(await other.countAnswers(7, '198.51.100.1')).toBe(5);

  for (const outage of [1, 2]) {
    const open = Promise.all([one.opened(), other.opened()]);
    await redis.start();
    await open;
    expect(await one.countAnswers(3, `203.0.113.${outage}`)).toBe(3);
    expect(await other.countAnswers(7, `203.0.113.${outage}`)).toBe(2);

    await redis.kill();
    expect(await one.countAnswers(7, `198.51.100.2${outage}`)).toBe(5);
    expect(await other.countAnswers(7, `198.51.100.2${outage}`)).toBe(5);
  }
});

test('a request that Redis was asked about when it died is counted in memory', async () => {
  const redis = await aRedis();
  const one = anInstance(redis.url, { readBurst: 20 });
  await one.opened();

  const answers = Promise.all(Array.from({ length: 20 }, () => one.ask()));
  await redis.kill();

  expect(await answers).toEqual(Array.from({ length: 20 }, () => true));
});

test('a Redis that falls silent delays the requests of a moment, and none after them', async () => {
  const redis = await aRedis();
  const proxy = await startTcpProxy();
  onTestFinished(() => proxy.stop());
  proxy.aimAt(redis.port);
  const one = anInstance(`redis://127.0.0.1:${proxy.port}`, { readBurst: 5, rateStoreMs: 20 });
  await one.opened();
  expect(await one.ask()).toBe(true);
  const before = await theKeys(redis);

  proxy.freeze();
  proxy.aimAt(undefined);
  const soon = delay(3_000, 'late', { ref: false }); // 3 seconds: it is the connection's own check that would take longer
  expect(await Promise.race([one.countAnswers(7), soon])).toBe(5);
  expect(one.errors.map(String)).toContain('Error: Redis did not count within 20 ms.');

  const open = one.opened();
  proxy.cut();
  proxy.aimAt(redis.port);
  await open;
  expect(await one.countAnswers(7, '198.51.100.1')).toBe(5);
  expect(await theKeys(redis)).not.toEqual(before);
});

async function theKeys({ url }: RedisServer): Promise<string[]> {
  const client = await createClient({ url }).connect();
  const keys = await client.keys('*');
  await client.close();
  return keys.sort();
}
