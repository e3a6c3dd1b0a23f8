// Reads as of one moment while others write: each statement sees the snapshot of the transaction. Rows come in pieces, so that memory
// is flat however many there are.
import type { Pool, PoolClient } from 'pg';

const PIECE = 1_000; // lines

/** Runs `work` in a transaction that sees one moment, and changes nothing. It has no time limit: whoever takes the lines may be slow. */
export async function* inSnapshot(
  pool: Pool,
  work: (client: PoolClient) => AsyncGenerator<string[]>,
): AsyncGenerator<string[]> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    yield* work(client);
    await client.query('COMMIT');
  } finally {
    // Where it is left before its end, closing the connection ends the transaction.
    client.release(true);
  }
}

/** The lines of a statement, in pieces. */
export async function* readLines(client: PoolClient, select: string): AsyncGenerator<string[]> {
  await client.query(`DECLARE archived NO SCROLL CURSOR FOR ${select}`);
  for (;;) {
    const { rows }: { rows: unknown[][] } = await client.query({ text: `FETCH ${PIECE} FROM archived`, rowMode: 'array' });
    if (rows.length > 0) yield rows.map(([line]) => String(line));
    if (rows.length < PIECE) break;
  }
  await client.query('CLOSE archived');
}
