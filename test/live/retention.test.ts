import { EventEmitter, once } from 'node:events';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { startRetention } from '../../src/live/upkeep/retention.ts';
import type { RetentionOptions } from '../../src/live/upkeep/retention.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents, readWholeLog, times } from '../harness/log.ts';

const { pool } = await openTestDatabase();
const DAY = 86_400_000; // milliseconds
const TODAY = Date.UTC(2026, 5, 1);

beforeEach(async () => {
  await pool.query('DELETE FROM post');
  await pool.query('UPDATE site_log SET last_position = 0, dropped_position = 0');
});

test('events older than the retention are dropped, step by step', async () => {
  await write(10, { daysAgo: 31 });
  await write(5, { daysAgo: 29 });
  let now = TODAY;

  const { dropped } = start({ now: () => new Date(now), step: 3 });

  expect(await dropped()).toBe(10 - 1); // the newest of the post is kept
  expect(await readWholeLog(pool)).toHaveLength(6);
  now += 2 * DAY;
  expect(await dropped()).toBe(5 - 1);
  expect(await readWholeLog(pool)).toHaveLength(2);
});

test('with 0 days nothing is ever dropped', async () => {
  await write(3, { daysAgo: 9_999 });

  const { retention } = start({ days: 0, onError: report, random: fail, now: fail });

  await retention.close();
  expect(await readWholeLog(pool)).toHaveLength(3);
});

test('a failure is reported, and the next run drops the events', async () => {
  await write(3, { daysAgo: 31 });
  let looks = 0;

  const { dropped, failed } = start({
    now() {
      looks += 1;
      if (looks === 1) throw new Error('No clock.');
      return new Date(TODAY);
    },
  });

  expect(String(await failed())).toContain('No clock.');
  expect(await dropped()).toBe(2);
});

test('closing stops it between two steps', async () => {
  await write(100, { daysAgo: 31 });
  const { retention } = start({
    step: 1,
    pause: 1_000_000,
    now() {
      looked.emit('look');
      return new Date(TODAY);
    },
  });
  const looked = new EventEmitter();
  await once(looked, 'look');

  await retention.close();

  expect((await readWholeLog(pool)).length).toBeGreaterThanOrEqual(99);
});

async function write(count: number, { daysAgo }: { daysAgo: number }): Promise<void> {
  const writtenAt = new Date(TODAY - daysAgo * DAY);
  await appendEvents(pool, await aLog(pool), { occurredAt: times(count, writtenAt), writtenAt });
  await givePositions(pool);
}

/** A retention of 30 days that runs without pauses, and what it reports. */
function start(options: Partial<RetentionOptions>) {
  const told = new EventEmitter();
  const retention = startRetention({
    pool,
    days: 30,
    now: () => new Date(TODAY),
    random: () => 1,
    onDropped: (count) => told.emit('dropped', count),
    onError: (error) => told.emit('failed', error),
    every: 20,
    pause: 0,
    ...options,
  });
  onTestFinished(async () => await retention.close());
  const next = async (name: string): Promise<unknown> => (await once(told, name))[0];
  return { retention, dropped: async () => await next('dropped'), failed: async () => await next('failed') };
}

function fail(): never {
  throw new Error('Nobody asks.');
}

function report(error: unknown): void {
  throw error;
}
