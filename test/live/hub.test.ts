import { expect, test } from 'vitest';
import { createHub } from '../../src/live/hub.ts';
import { createMemoryDoorbell } from '../../src/live/memory-doorbell.ts';
import { openTestDatabase } from '../harness/database.ts';

const { pool } = await openTestDatabase();
const postId = '01234567-89ab-7def-8123-456789abcdef';

test('a ring with a wrong, high number does not silence the true ones', async () => {
  const doorbell = createMemoryDoorbell();
  const hub = createHub({ pool, doorbell, onError: report });
  const follower = hub.follow(postId);

  doorbell.ring({ postId, seq: 9_999_999_999 });
  expect(await follower.wait()).toBe(true);
  const next = follower.wait();
  doorbell.ring({ postId, seq: 1 });

  expect(await next).toBe(true);
  hub.close();
});

test('who waits is told when the hub closes', async () => {
  const hub = createHub({ pool, doorbell: createMemoryDoorbell(), onError: report });
  const waiting = hub.follow(postId).wait();

  hub.close();

  expect(await waiting).toBe(false);
});

function report(error: unknown): void {
  console.error(error);
}
