import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/** A post with only a log. @returns the id of its row. */
export async function aLog(pool: Pool): Promise<string> {
  const postId = randomUUID();
  await pool.query(
    `WITH a AS (INSERT INTO author (id, handle, display_name) VALUES ($1::uuid, $1::text, 'Somebody') RETURNING id),
          p AS (INSERT INTO post (id, slug, title, excerpt, body, body_html, renderer_version, author_id)
                SELECT id, id::text, '', '', '', '', 1, id FROM a RETURNING id)
     INSERT INTO discussion (post_id) SELECT id FROM p`,
    [postId],
  );
  return postId;
}

export interface LogTimes {
  /** One event is appended for each. */
  readonly occurredAt: readonly Date[];
  readonly writtenAt?: Date;
}

/** Appends events to the log of a post under the lock of the discussion's row, as every write does. */
export async function appendEvents(
  db: Pool | PoolClient,
  postId: string,
  { occurredAt, writtenAt = new Date() }: LogTimes,
): Promise<void> {
  await db.query(
    `WITH d AS (UPDATE discussion SET seq = seq + cardinality($2::timestamptz[]) WHERE post_id = $1 RETURNING post_id, seq)
     INSERT INTO event (post_id, seq, kind, last_number, occurred_at, written_at)
     SELECT d.post_id, d.seq - cardinality($2) + e.place, 'POST_EDITED', 0, e.occurred_at, $3
     FROM d, unnest($2) WITH ORDINALITY e (occurred_at, place)`,
    [postId, occurredAt, writtenAt],
  );
}

/** A number of events, all at one time. */
export function times(count: number, at = new Date()): Date[] {
  return Array.from({ length: count }, () => at);
}

/** An event of the log of all posts. */
export interface LogPlace {
  readonly position: number;
  readonly postId: string;
  readonly seq: number;
}

/** All events of the log by position; those without a position come last. */
export async function readWholeLog(pool: Pool): Promise<LogPlace[]> {
  const { rows } = await pool.query<LogPlace>(
    `SELECT position::float8 AS position, post_id AS "postId", seq FROM event ORDER BY event.position`,
  );
  return rows;
}

/** Reads on from a position, as the site-wide stream does. */
export async function readLogAfter(
  pool: Pool,
  { after, limit = 1_000 }: { after: number; limit?: number },
): Promise<LogPlace[]> {
  const { rows } = await pool.query<LogPlace>(
    `SELECT position::float8 AS position, post_id AS "postId", seq FROM event
     WHERE position > $1 ORDER BY event.position LIMIT $2`,
    [after, limit],
  );
  return rows;
}

/** The faults of an order of events that should have each event once, and those of a post by seq. */
export function findDisorder(events: readonly { postId: string; seq: number }[]): string[] {
  const ends = new Map<string, number>();
  return events.flatMap(({ postId, seq }) => {
    const expected = (ends.get(postId) ?? 0) + 1;
    ends.set(postId, seq);
    return seq === expected ? [] : [`${postId}: ${seq} where ${expected} was due`];
  });
}
