import { expect, test } from 'vitest';
import { forgetDeletions } from '../../src/data/archive/forget-deletions.ts';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { dropOldEvents } from '../../src/data/log/log-retention.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents } from '../harness/log.ts';

const { pool } = await openTestDatabase();

test('old events are dropped also while deletions are being forgotten', async () => {
  const writtenAt = new Date('2020-01-01T00:00:00Z');
  await appendEvents(pool, await aLog(pool), { occurredAt: Array.from({ length: 5 }, () => writtenAt), writtenAt });
  await givePositions(pool);
  await pool.query("INSERT INTO deleted_row (type, key, deleted_at) VALUES ('reaction', ARRAY['x'], '2020-01-01')");
  const other = await pool.connect();
  await other.query('BEGIN; SELECT FROM deleted_row FOR UPDATE');
  const rows = { before: new Date('2021-01-01T00:00:00Z'), limit: 10 };

  const forgetting = forgetDeletions(pool, rows); // waits for the row, and holds its lock meanwhile
  await expect.poll(async () => await countWaiting()).toBe(1);

  expect(await dropOldEvents(pool, rows)).toEqual({ dropped: 4, isMore: false });
  await other.query('COMMIT');
  other.release();
  expect(await forgetting).toEqual({ dropped: 1, isMore: false });
});

async function countWaiting(): Promise<number> {
  const waiting = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%deleted_row%'`;
  return (await pool.query(waiting)).rowCount ?? 0;
}
