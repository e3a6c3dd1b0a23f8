import { expect, test } from 'vitest';
import { TokenBucket } from '../../src/websocket/token-bucket.ts';

test('a burst is allowed, then a fixed rate, and never more than the burst', () => {
  let now = 0;
  const bucket = new TokenBucket({ messageBurst: 3, messagesPerSecond: 2 }, () => now);
  const takeAll = () => {
    let taken = 0;
    while (bucket.take()) taken += 1;
    return taken;
  };

  expect(takeAll()).toBe(3);
  now = 400; // milliseconds: not yet one
  expect(takeAll()).toBe(0);
  now = 1_000;
  expect(takeAll()).toBe(2);
  now = 60_000;
  expect(takeAll()).toBe(3);
});
