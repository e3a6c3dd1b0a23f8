import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { givePositions, readSiteLogEnds } from '../../src/data/log/log-positions.ts';
import { dropOldEvents } from '../../src/data/log/log-retention.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents, readLogAfter, readWholeLog, times } from '../harness/log.ts';

const { pool } = await openTestDatabase();

beforeEach(async () => {
  await pool.query('DELETE FROM post');
  await pool.query('UPDATE site_log SET last_position = 0, dropped_position = 0');
});

test('events written before the time are dropped, except for the newest of each post', async () => {
  const [a, b] = [await aLog(pool), await aLog(pool)];
  await appendEvents(pool, a, { occurredAt: times(3, day(1)), writtenAt: day(1) });
  await appendEvents(pool, b, { occurredAt: times(2, day(2)), writtenAt: day(2) });
  await appendEvents(pool, a, { occurredAt: times(1, day(5)), writtenAt: day(5) });
  await givePositions(pool);

  expect(await dropOldEvents(pool, { before: day(3), limit: 100 })).toEqual({ dropped: 4, isMore: false });

  expect(await readWholeLog(pool)).toEqual([
    { position: 5, postId: b, seq: 2 },
    { position: 6, postId: a, seq: 4 },
  ]);
  expect(await readSiteLogEnds(pool)).toEqual({ last: 6, dropped: 5 });
  expect(await findDifferences(pool)).toEqual([]);
});

test('an event that was kept as the newest is dropped together with later ones', async () => {
  const a = await aLog(pool);
  await appendEvents(pool, a, { occurredAt: times(2), writtenAt: day(1) });
  await givePositions(pool);
  await dropOldEvents(pool, { before: day(3), limit: 100 });
  await appendEvents(pool, a, { occurredAt: times(3), writtenAt: day(4) });
  await givePositions(pool);

  expect(await dropOldEvents(pool, { before: day(5), limit: 100 })).toEqual({ dropped: 3, isMore: false });

  expect((await readWholeLog(pool)).map(({ seq }) => seq)).toEqual([5]);
});

test('an imported discussion is as old as its import, not as its comments', async () => {
  const a = await aLog(pool);
  await appendEvents(pool, a, { occurredAt: times(3, new Date('2016-01-01')), writtenAt: day(9) });
  await givePositions(pool);

  expect(await dropOldEvents(pool, { before: day(8), limit: 100 })).toEqual({ dropped: 0, isMore: false });
});

test('an event without a position is kept, however old it is', async () => {
  const a = await aLog(pool);
  await appendEvents(pool, a, { occurredAt: times(3), writtenAt: day(1) });

  expect(await dropOldEvents(pool, { before: day(8), limit: 100 })).toEqual({ dropped: 0, isMore: false });
});

test('an old event after a younger one is kept, so that there is no hole', async () => {
  const a = await aLog(pool);
  for (const writtenAt of [day(1), day(9), day(1), day(9)]) {
    await appendEvents(pool, a, { occurredAt: times(1), writtenAt });
  }
  await givePositions(pool);

  await dropOldEvents(pool, { before: day(8), limit: 100 });

  expect((await readWholeLog(pool)).map(({ seq }) => seq)).toEqual([2, 3, 4]);
});

test('nothing is dropped while another instance holds the lock', async () => {
  const a = await aLog(pool);
  await appendEvents(pool, a, { occurredAt: times(3), writtenAt: day(1) });
  await givePositions(pool);

  const both = await Promise.all([1, 2].map(async () => await dropOldEvents(pool, { before: day(8), limit: 1 })));

  // After the other instance has ended, the next step drops events.
  expect(both.filter((drop) => drop !== null).length).toBe((await readSiteLogEnds(pool)).dropped);
});

test('verify reports a hole in the log, and a beginning that retention did not drop', async () => {
  const a = await aLog(pool);
  await appendEvents(pool, a, { occurredAt: times(5) });
  await givePositions(pool);
  const difference = { counter: 'discussion.seq (events)', id: a, stored: 5 };

  await pool.query('DELETE FROM event WHERE seq = 1');
  expect(await findDifferences(pool)).toEqual([{ ...difference, counted: 4 }]);
  await pool.query('UPDATE site_log SET dropped_position = 1');
  expect(await findDifferences(pool)).toEqual([]);
  await pool.query('DELETE FROM event WHERE seq = 3');
  expect(await findDifferences(pool)).toEqual([{ ...difference, counted: 4 }]);
});

const histories = fc.array(
  fc.oneof(
    fc.record({ post: fc.nat(2), events: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ dropTo: fc.nat(40), limit: fc.integer({ min: 1, max: 20 }) }),
    fc.constant({ number: true as const }),
  ),
  { minLength: 12, maxLength: 30 },
);

test('whatever is written, numbered and dropped: logs have no holes, and readers notice what they miss', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      await pool.query('DELETE FROM post');
      await pool.query('UPDATE site_log SET last_position = 0, dropped_position = 0');
      const posts = await Promise.all([0, 1, 2].map(async () => await aLog(pool)));
      let everything: Awaited<ReturnType<typeof readWholeLog>> = [];

      for (const [clock, step] of steps.entries()) {
        if ('number' in step) {
          await givePositions(pool);
          const known = new Set(everything.map(({ position }) => position));
          const numbered = (await readWholeLog(pool)).filter(({ position }) => position > 0 && !known.has(position));
          everything = [...everything, ...numbered];
        } else if ('dropTo' in step) {
          await dropOldEvents(pool, { before: day(step.dropTo), limit: step.limit });
        } else {
          await appendEvents(pool, posts[step.post] ?? '', {
            occurredAt: times(step.events, day(40 - clock)),
            writtenAt: day(clock),
          });
        }
      }

      expect(await findDifferences(pool)).toEqual([]);
      for (const after of [0, ...everything.map(({ position }) => position)]) {
        const read = await readLogAfter(pool, { after });
        const { dropped } = await readSiteLogEnds(pool);
        const due = everything.filter(({ position }) => position > after).map(({ position }) => position);
        if (after >= dropped) expect(read.map(({ position }) => position)).toEqual(due);
      }
    }),
    { numRuns: 15 },
  );
});

function day(n: number): Date {
  return new Date(Date.UTC(2026, 0, 1 + n));
}
