// The order of the events of all posts. A number taken at the insert can commit after a higher one, and a reader that has gone
// past it loses the event. Positions are therefore given after the commit, by one transaction at a time.
import type { Pool } from 'pg';
import { POSITIONS_LOCK } from '../database/advisory-locks.ts';
import { float, int } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';

/** Where the log of all posts begins and ends. Positions stay below 2^53, so a number holds them exactly. */
interface SiteLogEnds {
  /** The highest position that was ever given. */
  readonly last: number;
  /** Events up to here may be dropped: a reader with a position before it has missed some. */
  readonly dropped: number;
}

const siteLogEnds = statement('siteLogEnds', { last: float, dropped: float });
const givenPositions = statement('givenPositions', { given: int, highest: float });

const BATCH = 500; // rows a transaction: some 20 ms, in which an embedded database does nothing else

/**
 * Gives the next positions to all events that have none. When it resolves, every event that was committed before it was
 * called has a position, given by this instance or by another.
 *
 * A batch is one statement, the function `give_positions` of the database, and the beginning of the index (post, seq), so of each post it
 * holds the beginning of what is missing. Within it the posts are interleaved by time; the running maximum keeps each in its own order,
 * also where a clock went backwards.
 *
 * @returns how many it gave itself, and the highest position that was ever given.
 */
export async function givePositions(
  pool: Pool,
  { batch = BATCH }: { batch?: number } = {},
): Promise<{ readonly given: number; readonly highest: number }> {
  let given = 0;
  for (;;) {
    const [row = { given: 0, highest: 0 }] = await readRows(
      pool,
      givenPositions`SELECT given, highest::float8 AS highest FROM give_positions(${batch}::int, ${POSITIONS_LOCK}::bigint)`,
    );
    given += row.given;
    // Not "until there is none": that would never end while others write.
    if (row.given < batch) return { given, highest: row.highest };
  }
}

/** Read after the events, never before them: what is dropped in between is noticed then. */
export async function readSiteLogEnds(pool: Pool): Promise<SiteLogEnds> {
  const [ends = { last: 0, dropped: 0 }] = await readRows(
    pool,
    siteLogEnds`SELECT last_position::float8 AS last, dropped_position::float8 AS dropped FROM site_log`,
  );
  return ends;
}
