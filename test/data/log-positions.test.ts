import { beforeEach, expect, test } from 'vitest';
import { givePositions, readSiteLogEnds } from '../../src/data/log/log-positions.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents, findDisorder, readWholeLog, times } from '../harness/log.ts';

const { pool } = await openTestDatabase();
const NOON = Date.UTC(2026, 0, 1, 12);

beforeEach(async () => {
  await pool.query('DELETE FROM post');
  await pool.query('UPDATE site_log SET last_position = 0');
});

test('the events of several posts are numbered by time, each once and without holes', async () => {
  const [a, b] = [await aLog(pool), await aLog(pool)];
  await appendEvents(pool, a, { occurredAt: [at(1), at(3)] });
  await appendEvents(pool, b, { occurredAt: [at(2), at(4)] });

  expect(await givePositions(pool)).toEqual({ given: 4, highest: 4 });
  expect(await givePositions(pool)).toEqual({ given: 0, highest: 4 });

  expect(await readWholeLog(pool)).toEqual([
    { position: 1, postId: a, seq: 1 },
    { position: 2, postId: b, seq: 1 },
    { position: 3, postId: a, seq: 2 },
    { position: 4, postId: b, seq: 2 },
  ]);
});

test('a clock that is set back does not change the order of a post', async () => {
  const [a, b] = [await aLog(pool), await aLog(pool)];
  await appendEvents(pool, a, { occurredAt: [at(9), at(1), at(2)] });
  await appendEvents(pool, b, { occurredAt: [at(5)] });

  await givePositions(pool);

  expect((await readWholeLog(pool)).map(({ postId, seq }) => [postId, seq])).toEqual([
    [b, 1],
    [a, 1],
    [a, 2],
    [a, 3],
  ]);
});

test('more events than a batch are numbered in several batches, each a prefix of every post', async () => {
  const posts = await Promise.all(Array.from({ length: 5 }, async () => await aLog(pool)));
  for (const [n, post] of posts.entries()) {
    await appendEvents(pool, post, { occurredAt: Array.from({ length: 30 }, (_, m) => at(100 - ((m * 7 + n) % 31))) });
  }

  expect(await givePositions(pool, { batch: 7 })).toEqual({ given: 150, highest: 150 });

  const events = await readWholeLog(pool);
  expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 150 }, (_, n) => n + 1));
  expect(findDisorder(events)).toEqual([]);
  expect(await findDifferences(pool)).toEqual([]);
});

test('a position is never reused, even after its post was deleted', async () => {
  const [a, b] = [await aLog(pool), await aLog(pool)];
  await appendEvents(pool, a, { occurredAt: times(3) });
  await givePositions(pool);
  await pool.query('DELETE FROM post WHERE id = $1', [a]);
  await appendEvents(pool, b, { occurredAt: times(1) });

  expect(await givePositions(pool)).toEqual({ given: 1, highest: 4 });
  expect(await readWholeLog(pool)).toEqual([{ position: 4, postId: b, seq: 1 }]);
  expect(await readSiteLogEnds(pool)).toEqual({ last: 4, dropped: 0 });
});

test('a check for missing positions reads an empty index, also right after an import', async () => {
  const a = await aLog(pool);
  await appendEvents(pool, a, { occurredAt: times(5_000) });
  await pool.query('ANALYZE event');
  await givePositions(pool);

  const { rows } = await pool.query<Record<string, string>>(
    'EXPLAIN SELECT 1 FROM event WHERE position IS NULL ORDER BY post_id, seq LIMIT 1',
  );
  expect(JSON.stringify(rows)).toContain('event_without_position_idx');
});

test('verify reports a position that is out of order', async () => {
  const a = await aLog(pool);
  await appendEvents(pool, a, { occurredAt: times(3) });
  await givePositions(pool);
  await pool.query('UPDATE event SET position = 99 WHERE post_id = $1 AND seq = 1', [a]);

  expect(await findDifferences(pool)).toEqual([
    { counter: 'event.position (out of order)', id: a, stored: 2, counted: 0 },
  ]);
});

function at(minute: number): Date {
  return new Date(NOON + minute * 60_000);
}
