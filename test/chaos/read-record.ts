import pg from 'pg';
import { findDifferences, type Difference } from '../../src/data/reads/tallies.ts';
import type { Contestant } from './stage.ts';

/** The contents of the database after a run. */
export interface DatabaseRecord {
  readonly comments: readonly { readonly key: string; readonly number: number }[];
  /** The seqs of the log of the moderators' queue. */
  readonly queue: readonly number[];
  /** What `npm run verify` would report, and holes in the log. */
  readonly differences: readonly Difference[];
}

/** Reads the comments, and checks the log and the counters of a contestant that has them. */
export async function readRecord(databaseUrl: string, contestant: Contestant): Promise<DatabaseRecord> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  try {
    const { rows } = await pool.query<{ key: string; number: number }>(
      'SELECT client_mutation_id AS key, number FROM comment ORDER BY number',
    );
    const queue = contestant === 'service' ? await readQueueLog(pool) : [];
    const differences = contestant === 'service' ? [...(await findDifferences(pool)), ...(await findHoles(pool))] : [];
    return { comments: rows, queue, differences };
  } finally {
    await pool.end();
  }
}

async function readQueueLog(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ seq: number }>('SELECT seq FROM moderation_event ORDER BY seq');
  return rows.map(({ seq }) => seq);
}

/** Places where the log skips a seq, or its comments a number. */
async function findHoles(pool: pg.Pool): Promise<Difference[]> {
  const { rows } = await pool.query<Difference>(
    `SELECT 'event.seq' AS counter, post_id AS id, seq AS stored, place::int AS counted
     FROM (SELECT post_id, seq, row_number() OVER (PARTITION BY post_id ORDER BY seq) AS place FROM event) e
     WHERE seq <> place
     UNION ALL
     SELECT 'comment.number', post_id, number, place::int
     FROM (SELECT post_id, number, row_number() OVER (PARTITION BY post_id ORDER BY number) AS place FROM comment) c
     WHERE number <> place`,
  );
  return rows;
}
