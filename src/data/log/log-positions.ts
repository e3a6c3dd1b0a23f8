// The order of the events of all posts. A number taken at the insert can commit after a higher one, and a reader that has gone
// past it loses the event. Positions are therefore given after the commit, by one transaction at a time.
import type { Pool, PoolClient } from 'pg';
import { POSITIONS_LOCK } from '../database/advisory-locks.ts';
import { inPoolTransaction } from '../database/transaction.ts';
import { float } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';

/** Where the log of all posts begins and ends. Positions stay below 2^53, so a number holds them exactly. */
interface SiteLogEnds {
  /** The highest position that was ever given. */
  readonly last: number;
  /** Events up to here may be dropped: a reader with a position before it has missed some. */
  readonly dropped: number;
}

const siteLogEnds = statement('siteLogEnds', { last: float, dropped: float });

const BATCH = 500; // rows a transaction: some 20 ms, in which an embedded database does nothing else

/**
 * Gives the next positions to all events that have none. When it resolves, every event that was committed before it was
 * called has a position, given by this instance or by another.
 *
 * @returns how many it gave itself, and the highest position that was ever given.
 */
export async function givePositions(
  pool: Pool,
  { batch = BATCH }: { batch?: number } = {},
): Promise<{ readonly given: number; readonly highest: number }> {
  let given = 0;
  while (await isSomeMissing(pool)) {
    const count = await inPoolTransaction(pool, async (client) => await giveToBatch(client, batch));
    given += count;
    // Not "until there is none": that would never end while others write.
    if (count < batch) break;
  }
  return { given, highest: (await readSiteLogEnds(pool)).last };
}

/** Read after the events, never before them: what is dropped in between is noticed then. */
export async function readSiteLogEnds(pool: Pool): Promise<SiteLogEnds> {
  const [ends = { last: 0, dropped: 0 }] = await readRows(
    pool,
    siteLogEnds`SELECT last_position::float8 AS last, dropped_position::float8 AS dropped FROM site_log`,
  );
  return ends;
}

async function isSomeMissing(pool: Pool): Promise<boolean> {
  // The order asks for the partial index. Without it a planner that has just seen an import expects one on the first page.
  return (await pool.query(`SELECT FROM event WHERE position IS NULL ORDER BY post_id, seq LIMIT 1`)).rowCount === 1;
}

/**
 * A batch is the beginning of the index (post, seq), so of each post it holds the beginning of what is missing. Within it the
 * posts are interleaved by time; the running maximum keeps each in its own order, also where a clock went backwards.
 */
async function giveToBatch(client: PoolClient, batch: number): Promise<number> {
  // A statement of its own: the next one then sees what the previous holder of the lock committed.
  await client.query('SELECT pg_advisory_xact_lock($1)', [POSITIONS_LOCK]);
  const { rowCount } = await client.query(
    `WITH batch AS MATERIALIZED (
       SELECT post_id, seq, occurred_at FROM event WHERE position IS NULL
       ORDER BY post_id, seq LIMIT $1 FOR NO KEY UPDATE
     ), timed AS (
       SELECT post_id, seq, max(occurred_at) OVER (PARTITION BY post_id ORDER BY seq) AS since FROM batch
     ), ranked AS (
       SELECT post_id, seq, row_number() OVER (ORDER BY since, post_id, seq) AS rank FROM timed
     ), moved AS (
       UPDATE site_log SET last_position = last_position + (SELECT count(*) FROM batch)
       WHERE EXISTS (SELECT FROM batch) RETURNING last_position
     )
     UPDATE event e SET position = moved.last_position - (SELECT count(*) FROM batch) + ranked.rank
     FROM ranked, moved WHERE e.post_id = ranked.post_id AND e.seq = ranked.seq`,
    [batch],
  );
  return rowCount ?? 0;
}
