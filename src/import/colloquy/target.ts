// What the database already has of the one that an archive is of.
import type { Connection } from '../../data/database/transaction.ts';
import { isNotAfter, readCursor } from '../../archive/cursor.ts';
import type { Header, SiteEnds } from '../../archive/frame.ts';
import { float, int, nullable, text } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';
import { ImportError } from '../import-error.ts';

const lastCursor = statement('lastCursor', { cursor: nullable(text) });
const logRoom = statement('logRoom', { position: float, moderationSeq: int });

/**
 * Up to where the log of all posts, and that of the moderators' queue, are here those of the archive; 0 where nothing of them is. What is
 * written here comes after.
 */
export interface LogRoom {
  readonly position: number;
  readonly moderationSeq: number;
}

/** The cursor of the last archive of a database that was imported whole. Begins to note it where none was. */
export async function readLastCursor(client: Connection, { databaseId }: Header): Promise<string | null> {
  await client.query(
    `INSERT INTO archive_source (database_id, last_position, moderation_seq)
     SELECT $1, CASE WHEN NOT EXISTS (SELECT FROM event) THEN l.last_position END, CASE m.seq WHEN 0 THEN 0 END
     FROM site_log l, moderation_log m
     ON CONFLICT DO NOTHING`,
    [databaseId],
  );
  const [row] = await readRows(
    client,
    lastCursor`SELECT s.cursor FROM archive_source s WHERE s.database_id = ${databaseId}::uuid`,
  );
  if (row === undefined) throw new Error('Expected a row in archive_source.');
  return row.cursor;
}

/**
 * The room that an archive has in the logs of the site: it goes on to where the archive ends as long as nothing was written here behind it.
 * Locks the ends of the logs.
 */
export async function findLogRoom(
  client: Connection,
  { header: { databaseId }, ends }: { readonly header: Header; readonly ends: SiteEnds },
): Promise<LogRoom> {
  const [row] = await readRows(
    client,
    logRoom`
      SELECT (CASE s.last_position WHEN l.last_position THEN greatest(s.last_position, ${ends.lastPosition}::bigint)
          ELSE coalesce(s.last_position, 0) END)::float8 AS position,
        CASE s.moderation_seq WHEN m.seq THEN greatest(m.seq, ${ends.moderationSeq}::int)
          ELSE coalesce(s.moderation_seq, 0) END AS "moderationSeq"
      FROM archive_source s, site_log l, moderation_log m WHERE s.database_id = ${databaseId}::uuid
      FOR UPDATE OF l, m`,
  );
  if (row === undefined) throw new Error('Expected a row in archive_source.');
  return row;
}

/** Lets what is written here meanwhile come after the room: positions and numbers are given once. */
export async function reserveLogRoom(
  client: Connection,
  { header: { databaseId }, room }: { readonly header: Header; readonly room: LogRoom },
): Promise<void> {
  const { position, moderationSeq } = room;
  await client.query('UPDATE site_log SET last_position = $1 WHERE last_position < $1', [position]);
  await client.query('UPDATE moderation_log SET seq = $1 WHERE seq < $1', [moderationSeq]);
  await client.query(
    `UPDATE archive_source SET last_position = greatest(last_position, nullif($2, 0)), moderation_seq = greatest(moderation_seq, nullif($3, 0))
     WHERE database_id = $1`,
    [databaseId, position, moderationSeq],
  );
}

/**
 * Whether an archive may have anything that was not imported before.
 *
 * @throws {ImportError} where archives between are missing.
 */
export function hasNews(header: Header, cursor: string | null): boolean {
  const last = cursor === null ? null : readCursor(cursor);
  const own = readCursor(header.cursor);
  const after = header.after === null ? null : readCursor(header.after);
  if (own === null) throw new ImportError('the cursor of the archive is none', 1);
  if (header.after !== null) {
    if (last === null)
      throw new ImportError(
        'the archive has only what changed since another one, which is not imported here: import the whole one first',
        1,
      );
    if (after === null || !isNotAfter(after, last)) {
      throw new ImportError(
        `the archive begins after what was imported last; export what is between with --after ${cursor ?? ''}`,
        1,
      );
    }
  }
  // A whole one may have been repaired since.
  return last === null || !isNotAfter(own, last) || (after === null && header.cursor === cursor);
}

/** Notes that an archive was imported whole. */
export async function endSource(client: Connection, { databaseId, cursor }: Header): Promise<void> {
  await client.query('UPDATE archive_source SET cursor = $2 WHERE database_id = $1', [databaseId, cursor]);
}

/** Forgets of the log of all posts what the archive has forgotten. */
export async function forgetAsThere(
  client: Connection,
  { ends, room }: { readonly ends: SiteEnds; readonly room: LogRoom },
): Promise<void> {
  const dropped = Math.min(ends.droppedPosition, room.position);
  await client.query('UPDATE site_log SET dropped_position = greatest(dropped_position, $1)', [dropped]);
}
