import { RateLimiterMemory } from 'rate-limiter-flexible';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/execution/rates/memory-store.ts';

function aCounter({ keys }: { keys: number }) {
  const store = createMemoryStore({ keys });
  const counter = store.createCounter({ name: 'reads', points: 2, seconds: 60 });
  return { store, counter };
}

/** How many points a key has taken. */
async function taken({ counter }: ReturnType<typeof aCounter>, key: string): Promise<number> {
  return (await counter.get(key))?.consumedPoints ?? 0;
}

test('of more keys than it may hold, the one used longest ago is forgotten', async () => {
  const made = aCounter({ keys: 3 });
  for (const key of ['a', 'b', 'c', 'a']) await made.counter.consume(key);

  await made.counter.consume('d');

  expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => taken(made, key)))).toEqual([2, 0, 1, 1]);
});

test('counters of one store share the room', async () => {
  const made = aCounter({ keys: 2 });
  const other = made.store.createCounter({ name: 'writes', points: 2, seconds: 60 });
  await made.counter.consume('a');

  await other.consume('a');
  await other.penalty('b', 0);

  expect(await taken(made, 'a')).toBe(0);
  expect((await other.get('a'))?.consumedPoints).toBe(1);
});

test('a key for each request does not fill the memory', async () => {
  const { store } = aCounter({ keys: 100 });
  const counters = ['reads', 'writes'].map((name) => store.createCounter({ name, points: 1, seconds: 3_600 }));

  for (let key = 0; key < 5_000; key += 1) {
    for (const counter of counters) {
      await counter.consume(key);
      await counter.reward(`given back ${key}`);
    }
  }

  const kept = counters.map((counter) => (counter instanceof RateLimiterMemory ? counter.dump().storage.length : 0));
  expect(kept.reduce((sum, count) => sum + count)).toBe(100);
});
