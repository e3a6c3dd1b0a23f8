import { expect, onTestFinished, test } from 'vitest';
import { createHub } from '../../src/live/doorbell/hub.ts';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents, times } from '../harness/log.ts';

const { pool } = await openTestDatabase();
const postId = '01234567-89ab-7def-8123-456789abcdef';

test('a ring with a number that is too high does not suppress later rings', () => {
  const doorbell = createMemoryDoorbell();
  const hub = createHub({ pool, doorbell, onError: report });
  let wakes = 0;
  hub.listen(postId, () => (wakes += 1));

  doorbell.ring({ postId, seq: 9_999_999_999 });
  doorbell.ring({ postId, seq: 1 });

  expect(wakes).toBe(2);
  hub.close();
});

test('a ring that comes too early does not suppress the true one, nor the poll', async () => {
  const doorbell = createMemoryDoorbell();
  const postId = await aLog(pool);
  const hub = createHub({ pool, doorbell, onError: report, pollEvery: 20 });
  onTestFinished(() => hub.close());
  let wakes = 0;
  hub.listen(postId, () => (wakes += 1));
  await expect.poll(() => wakes).toBe(1); // the first poll

  doorbell.ring({ postId, seq: 1 });
  expect(wakes).toBe(2);
  await appendEvents(pool, postId, { occurredAt: times(1) });

  await expect.poll(() => wakes).toBe(3);
  doorbell.ring({ postId, seq: 1 });
  expect(wakes).toBe(4);
});

test('a ring does not wake a listener that has left', () => {
  const doorbell = createMemoryDoorbell();
  const hub = createHub({ pool, doorbell, onError: report });
  let wakes = 0;
  const stop = hub.listen(postId, () => (wakes += 1));

  doorbell.ring({ postId, seq: 1 });
  stop();
  doorbell.ring({ postId, seq: 2 });

  expect(wakes).toBe(1);
  hub.close();
});

function report(error: unknown): void {
  console.error(error);
}
