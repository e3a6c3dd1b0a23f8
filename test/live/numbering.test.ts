import { EventEmitter, once } from 'node:events';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { createNumbering, numberAfterRing } from '../../src/live/upkeep/numbering.ts';
import type { NumberingOptions } from '../../src/live/upkeep/numbering.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents, findDisorder, readLogAfter, readWholeLog, times, type LogPlace } from '../harness/log.ts';

const { pool } = await openTestDatabase();
const NEVER = 1_000_000; // milliseconds

const plans = fc.record({
  // Each writer's transactions: the post, and the number of events.
  writers: fc.array(
    fc.array(fc.record({ post: fc.nat(2), events: fc.integer({ min: 1, max: 4 }), clock: fc.nat(1_000) }), {
      minLength: 1,
      maxLength: 6,
    }),
    { minLength: 2, maxLength: 6 },
  ),
  limit: fc.integer({ min: 1, max: 7 }),
});

test('a reader by position sees every event once and in order, while others write and two instances number', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async ({ writers, limit }) => {
      const before = await readWholeLog(pool);
      const posts = await Promise.all([0, 1, 2].map(async () => await aLog(pool)));
      const instances = [start({}), start({})];
      const total = writers.flat().reduce((sum, { events }) => sum + events, 0);

      const seen = readOn(pool, { after: before.at(-1)?.position ?? 0, total, limit });
      await Promise.all(
        writers.map(async (transactions, n) => {
          for (const { post, events, clock } of transactions) {
            await appendEvents(pool, posts[post] ?? '', { occurredAt: times(events, new Date(clock)) });
            instances[n % 2]?.wake();
          }
        }),
      );
      const events = await seen;
      await Promise.all(instances.map(async (instance) => await instance.close()));

      expect(findDisorder(events)).toEqual([]);
      expect(events.map(({ position }) => position)).toEqual(events.map((_, n) => before.length + n + 1));
      expect([...before, ...events.map(({ position, postId, seq }) => ({ position, postId, seq }))]).toEqual(
        await readWholeLog(pool),
      );
    }),
    { numRuns: 20 },
  );
});

test('events of an instance that died are numbered by the poll of another', async () => {
  const { numbered } = follow({ pollEvery: 20 });
  await numbered();
  await appendEvents(pool, await aLog(pool), { occurredAt: times(2) });

  expect(await numbered()).toBe((await readWholeLog(pool)).length);
});

test('a ring of this process starts the numbering, which reports the new position', async () => {
  const { numbering, numbered } = follow({});
  await numbered();
  const memoryDoorbell = createMemoryDoorbell();
  const rings: number[] = [];
  memoryDoorbell.listen({ heard: ({ seq }) => rings.push(seq), missed: () => undefined });
  const doorbell = numberAfterRing(memoryDoorbell, numbering);
  const postId = await aLog(pool);

  await appendEvents(pool, postId, { occurredAt: times(1) });
  doorbell.ring({ postId, seq: 1 });

  expect(rings).toEqual([1]);
  expect(await numbered()).toBe((await readWholeLog(pool)).length);
});

test('many wakes cause one run, and wakes during it cause one more', async () => {
  const postId = await aLog(pool);
  const wakeOften = () => {
    for (let n = 0; n < 100; n += 1) numbering.wake();
  };
  let runs: number | null = null;
  let hasMore = true;
  const { numbering, numbered } = follow({
    pool: tap(pool, {
      before() {
        if (runs !== null) runs += 1;
      },
      async after() {
        // The first run has numbered what it saw.
        if (runs !== 1 || !hasMore) return;
        hasMore = false;
        await appendEvents(pool, postId, { occurredAt: times(1) });
        wakeOften();
      },
    }),
  });
  await numbered();
  await appendEvents(pool, postId, { occurredAt: times(1) });
  runs = 0;

  wakeOften();
  const end = (await numbered()) ?? 0;

  expect(await numbered()).toBe(end + 1);
  expect(runs).toBe(2);
});

test('a database outage is reported, and events are numbered after it', async () => {
  let isAway = true;
  const failures = new EventEmitter();
  const { numbered } = follow({
    pool: tap(pool, { before: () => (isAway ? Promise.reject(new Error('The database is away.')) : undefined) }),
    pollEvery: 20,
    onError: (error) => failures.emit('failure', error),
  });

  expect(String(await once(failures, 'failure'))).toContain('away');
  await appendEvents(pool, await aLog(pool), { occurredAt: times(1) });
  isAway = false;

  expect(await numbered()).toBe((await readWholeLog(pool)).length);
});

test('closing waits for the current run, and starts no other', async () => {
  const gate = new EventEmitter();
  let isOpen = true;
  const { numbering, numbered } = follow({
    pool: tap(pool, {
      async before() {
        if (isOpen) return;
        gate.emit('reached');
        await once(gate, 'open');
      },
    }),
  });
  await numbered();
  const postId = await aLog(pool);
  await appendEvents(pool, postId, { occurredAt: times(1) });
  isOpen = false;

  numbering.wake();
  await once(gate, 'reached');
  numbering.wake();
  let isClosed = false;
  const closed = numbering.close().then(() => (isClosed = true));
  await appendEvents(pool, await aLog(pool), { occurredAt: times(1) });
  expect(isClosed).toBe(false);
  isOpen = true;
  gate.emit('open');
  await closed;

  expect(await numbered()).toBe((await readWholeLog(pool)).length);
  await appendEvents(pool, postId, { occurredAt: times(1) });
  numbering.wake();
  const { rows } = await pool.query('SELECT 1 FROM event WHERE position IS NULL');
  expect(rows).toHaveLength(1);
});

function start(options: Partial<NumberingOptions>) {
  const numbering = createNumbering({
    pool,
    pollEvery: NEVER,
    gatherFor: 0,
    onNumbered: () => undefined,
    onError: report,
    ...options,
  });
  onTestFinished(async () => await numbering.close());
  return numbering;
}

/** A numbering, and the next position that it reports. */
function follow(options: Partial<NumberingOptions>) {
  const told: number[] = [];
  const changes = new EventEmitter();
  const numbering = start({
    ...options,
    onNumbered(position) {
      told.push(position);
      changes.emit('told');
    },
  });
  return {
    numbering,
    async numbered() {
      if (told.length === 0) await once(changes, 'told');
      return told.shift();
    },
  };
}

/** The same pool, which waits for the test before and after each statement. */
function tap(
  from: Pool,
  { before, after }: { before: () => Promise<void> | void; after?: () => Promise<void> | void },
): Pool {
  return new Proxy(from, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || name !== 'query') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        await before();
        const result: unknown = await Reflect.apply(member, target, args);
        await after?.();
        return result;
      };
    },
  });
}

/** Reads forwards from the last position that it has seen. */
async function readOn(from: Pool, { after, total, limit }: { after: number; total: number; limit: number }) {
  const seen: LogPlace[] = [];
  while (seen.length < total) {
    seen.push(...(await readLogAfter(from, { after: seen.at(-1)?.position ?? after, limit })));
  }
  return seen;
}

function report(error: unknown): void {
  console.error(error);
}
