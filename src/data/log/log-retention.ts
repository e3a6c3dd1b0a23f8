// The log forgets from its beginning on, in the order of positions: so what is kept has no hole, neither in a post's log nor in
// that of the whole site. The newest event of a post stays: where a log ends can always be read from it.
import type { Pool } from 'pg';
import { RETENTION_LOCK, takeLock } from '../database/advisory-locks.ts';
import { int } from '../database/columns.ts';
import { inPoolTransaction } from '../database/transaction.ts';
import { readRows, statement } from '../database/sql.ts';

const droppedEvents = statement('droppedEvents', { seen: int, dropped: int });

/** What one step did. */
interface Drop {
  /** The number of deleted rows. */
  readonly dropped: number;
  /** Whether there may be more to drop. */
  readonly isMore: boolean;
}

/**
 * Drops the oldest events that were written before a time: it reads the next `limit` of them and stops at the first that is
 * younger. Events without a position are kept. `written_at` decides, not `occurred_at`: an imported discussion may be ten
 * years old.
 *
 * @returns null if another instance is dropping events.
 */
export async function dropOldEvents(
  pool: Pool,
  { before, limit }: { before: Date; limit: number },
): Promise<Drop | null> {
  return await inPoolTransaction(pool, async (client) => {
    if (!(await takeLock(client, RETENTION_LOCK))) return null;

    const [{ seen, dropped } = { seen: 0, dropped: 0 }] = await readRows(
      client,
      droppedEvents`
       WITH next AS MATERIALIZED (
         SELECT post_id, seq, position, written_at FROM event
         WHERE position > (SELECT dropped_position FROM site_log) ORDER BY position LIMIT ${limit}
       ), aged AS (
         SELECT post_id, seq, position, bool_and(written_at < ${before}) OVER (ORDER BY position) AS is_old FROM next
       ), old AS MATERIALIZED (
         SELECT post_id, seq, position FROM aged WHERE is_old
       ), ends AS (
         SELECT post_id, max(seq) AS seq FROM old GROUP BY post_id
       ), gone AS (
         -- All up to the end, for the newest of a post may have been left here before.
         DELETE FROM event e USING ends, discussion d
         WHERE d.post_id = ends.post_id AND e.post_id = ends.post_id AND e.seq <= ends.seq AND e.seq < d.seq
         RETURNING e.post_id, e.seq
       ), noted AS (
         -- For archives of what changed: up to where a log was forgotten.
         INSERT INTO deleted_row (type, key) SELECT 'event', ARRAY[post_id::text, max(seq)::text] FROM gone GROUP BY post_id
       ), moved AS (
         UPDATE site_log SET dropped_position = (SELECT max(position) FROM old) WHERE EXISTS (SELECT FROM old)
       )
       SELECT (SELECT count(*) FROM old)::int AS seen, (SELECT count(*) FROM gone)::int AS dropped`,
    );
    return { dropped, isMore: seen === limit };
  });
}
