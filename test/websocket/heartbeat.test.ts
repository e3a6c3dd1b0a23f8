import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Heartbeat } from '../../src/websocket/heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('each client gets one heartbeat per interval, spread over it, until it stops', () => {
  const heartbeat = new Heartbeat(12_000);
  const beats = Array.from({ length: 24 }, () => ({ count: 0, stop: () => {} }));
  for (const beat of beats) beat.stop = heartbeat.join(() => (beat.count += 1));

  vi.advanceTimersByTime(1_000);
  expect(beats.filter(({ count }) => count > 0)).toHaveLength(2);
  vi.advanceTimersByTime(11_000);
  expect(beats.every(({ count }) => count === 1)).toBe(true);
  beats[0]?.stop();
  vi.advanceTimersByTime(12_000);

  expect(beats.map(({ count }) => count)).toEqual([1, ...Array.from({ length: 23 }, () => 2)]);
  heartbeat.close();
});
