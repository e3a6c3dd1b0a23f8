import { RateLimiterMemory } from 'rate-limiter-flexible';
import { expect, test, vi } from 'vitest';
import { Meter } from '../../src/execution/rates/meter.ts';

test('a key that has nothing left is known without being counted again, until its window ends', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const meter = new Meter(new RateLimiterMemory({ points: 1, duration: 10 }));

  expect(await meter.take('a', 1)).toBe(0);
  expect(meter.waitOf('a')).toBe(0);
  expect(await meter.take('a', 1)).toBe(10_000);
  expect(meter.waitOf('a')).toBe(10_000);
  expect(meter.waitOf('b')).toBe(0);

  vi.advanceTimersByTime(9_999);
  expect(meter.waitOf('a')).toBe(1);
  vi.advanceTimersByTime(1);
  expect(meter.waitOf('a')).toBe(0);
  vi.useRealTimers();
});

test('a key that has something left, though less than it asks for, may ask for less', async () => {
  const meter = new Meter(new RateLimiterMemory({ points: 10, duration: 10 }));
  await meter.take('a', 8);

  expect(await meter.take('a', 5)).toBeGreaterThan(0);
  await meter.giveBack('a', 5);

  expect(meter.waitOf('a')).toBe(0);
  expect(await meter.take('a', 2)).toBe(0);
});
