// Overlapping transactions of several writers, which only PostgreSQL allows, and an order that is assigned too early.
import fc from 'fast-check';
import type { Pool, PoolClient } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents, findDisorder, readLogAfter, times } from '../harness/log.ts';

const { pool } = await openTestDatabase();
const WRITERS = 3;
const clients: PoolClient[] = [];
for (let n = 0; n < WRITERS; n += 1) clients.push(await pool.connect());
afterAll(() => {
  for (const client of clients) client.release();
});

interface Place {
  readonly position: number;
  readonly postId: string;
  readonly seq: number;
}

/** A way to order the events of all posts. */
interface Order {
  append(client: PoolClient, postId: string): Promise<void>;
  /** What an instance does after a commit. */
  number(): Promise<void>;
  read(after: number): Promise<Place[]>;
}

const steps = fc.array(
  fc.oneof(
    fc.record({ writer: fc.nat(WRITERS - 1), what: fc.constantFrom('write', 'commit', 'rollback') }),
    fc.record({ what: fc.constantFrom('number', 'number twice at once', 'read') }),
  ),
  { minLength: 5, maxLength: 40 },
);

const afterTheCommit: Order = {
  append: async (client, postId) => await appendEvents(client, postId, { occurredAt: times(1) }),
  number: async () => void (await givePositions(pool)),
  read: async (after) => await readLogAfter(pool, { after }),
};

/** The obvious way, which loses events: a sequence at the insert. */
const atTheInsert: Order = {
  async append(client, postId) {
    await appendEvents(client, postId, { occurredAt: times(1) });
    await client.query(
      `UPDATE event SET position = nextval('naive_position') WHERE post_id = $1 AND position IS NULL`,
      [postId],
    );
  },
  number: () => Promise.resolve(),
  read: afterTheCommit.read,
};

test('positions assigned after the commit lose nothing, however transactions overlap', async () => {
  await fc.assert(exactlyOnce(afterTheCommit), { numRuns: 50 });
});

test('with a sequence at the insert, the same test detects lost events', async () => {
  await pool.query('CREATE SEQUENCE naive_position');

  const { failed, counterexample } = await fc.check(exactlyOnce(atTheInsert), { numRuns: 500 });

  expect(failed).toBe(true);
  expect(counterexample).not.toBeNull();
});

/** A reader that only reads forwards sees every committed event once, and those of each post in order. */
function exactlyOnce(order: Order) {
  return fc.asyncProperty(steps, async (schedule) => {
    const start = await endOf(pool);
    const writers = await Promise.all(
      clients.map(async (client) => ({ client, postId: await aLog(pool), isOpen: false })),
    );
    const seen: Place[] = [];
    const read = async () => void seen.push(...(await order.read(seen.at(-1)?.position ?? start)));
    const finish = async (writer: (typeof writers)[number] | undefined, how: string) => {
      if (writer?.isOpen === true) await writer.client.query(how);
      if (writer !== undefined) writer.isOpen = false;
    };

    for (const step of schedule) {
      if (step.what === 'read') await read();
      else if (step.what === 'number') await order.number();
      else if (!('writer' in step)) await Promise.all([order.number(), order.number()]);
      else {
        const writer = writers[step.writer];
        if (writer === undefined) continue;
        if (step.what !== 'write') await finish(writer, step.what);
        else {
          if (!writer.isOpen) await writer.client.query('BEGIN');
          writer.isOpen = true;
          await order.append(writer.client, writer.postId);
        }
      }
    }
    for (const writer of writers) await finish(writer, 'commit');
    await order.number();
    await read();

    const posts = writers.map(({ postId }) => postId);
    const { rows } = await pool.query('SELECT 1 FROM event WHERE post_id = ANY($1)', [posts]);
    expect(seen).toHaveLength(rows.length);
    expect(findDisorder(seen)).toEqual([]);
    if (order === afterTheCommit) {
      expect(seen.map(({ position }) => position)).toEqual(seen.map((_, n) => start + n + 1));
    }
  });
}

async function endOf(from: Pool): Promise<number> {
  const { rows } = await from.query<{ end: number }>('SELECT coalesce(max(position), 0)::float8 AS end FROM event');
  return rows[0]?.end ?? 0;
}
