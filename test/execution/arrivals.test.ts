import { setImmediate as nextIteration } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { Arrivals } from '../../src/execution/arrivals.ts';

afterEach(() => vi.useRealTimers());

test('a mutation begins at once where nobody connects, also after somebody did', async () => {
  const arrivals = new Arrivals();
  expect(arrivals.pass()).toBeNull();

  arrivals.connected();
  await nextIteration();
  await nextIteration();

  expect(arrivals.pass()).toBeNull();
});

test('mutations wait while clients connect, and begin in their order, one in an iteration', async () => {
  const { arrivals, begin, begun } = someArrivals();
  arrivals.connected();
  begin('one', 'two', 'three');

  for (let iteration = 0; iteration < 20; iteration += 1) {
    arrivals.connected();
    await nextIteration();
  }
  expect(begun).toEqual([]);

  const seen: number[] = [];
  while (begun.length < 3) {
    await nextIteration();
    seen.push(begun.length);
  }
  expect(begun).toEqual(['one', 'two', 'three']);
  expect(seen).toEqual(expect.arrayContaining([1, 2, 3]));
});

test('a mutation that comes later waits behind those that wait', async () => {
  const { arrivals, begin, begun } = someArrivals();
  arrivals.connected();
  begin('one', 'two');
  while (begun.length < 1) await nextIteration();

  begin('late');

  expect(begun).toEqual(['one']);
  while (begun.length < 3) await nextIteration();
  expect(begun).toEqual(['one', 'two', 'late']);
});

test('connections that come without a pause hold a mutation for a quarter of a second at most', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { arrivals, begin, begun } = someArrivals();
  arrivals.connected();
  begin('one');
  const iterate = async () => {
    for (let iteration = 0; iteration < 5; iteration += 1) {
      arrivals.connected();
      await nextIteration();
    }
  };

  vi.advanceTimersByTime(250);
  await iterate();
  expect(begun).toEqual([]);
  vi.advanceTimersByTime(1);
  await iterate();
  expect(begun).toEqual(['one']);
});

function someArrivals() {
  const arrivals = new Arrivals();
  const begun: string[] = [];
  const begin = (...names: string[]) => {
    for (const name of names) void arrivals.pass()?.then(() => begun.push(name));
  };
  return { arrivals, begin, begun };
}
