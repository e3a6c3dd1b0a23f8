// What the database already has of the one that an archive is of.
import type { Connection } from '../../data/database/transaction.ts';
import { isNotAfter, readCursor } from '../../archive/cursor.ts';
import type { Header, SiteEnds } from '../../archive/frame.ts';
import { bool, nullable, text } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';
import { ImportError } from '../import-error.ts';

const archiveSource = statement('archiveSource', {
  cursor: nullable(text),
  isSiteFollowed: bool,
  isQueueFollowed: bool,
});

export interface Target {
  /** Of the last archive that was imported whole. */
  readonly cursor: string | null;
  /** Whether the log of all posts has nothing of its own, so that positions can be carried over. */
  readonly isSiteFollowed: boolean;
  /** Whether the log of the moderators' queue has nothing of its own. */
  readonly isQueueFollowed: boolean;
}

/** Finds how far archives of a database were imported, and begins to note it where none was. */
export async function readTarget(client: Connection, { databaseId }: Header): Promise<Target> {
  await client.query(
    `INSERT INTO archive_source (database_id, last_position, moderation_seq)
     SELECT $1, CASE WHEN NOT EXISTS (SELECT FROM event) THEN l.last_position END, m.seq FROM site_log l, moderation_log m
     ON CONFLICT DO NOTHING`,
    [databaseId],
  );
  const [row] = await readRows(
    client,
    archiveSource`
      SELECT s.cursor, s.last_position IS NOT DISTINCT FROM l.last_position AS "isSiteFollowed",
        s.moderation_seq IS NOT DISTINCT FROM m.seq AND (s.cursor IS NOT NULL OR m.seq = 0) AS "isQueueFollowed"
      FROM archive_source s, site_log l, moderation_log m WHERE s.database_id = ${databaseId}::uuid`,
  );
  if (row === undefined) throw new Error('Expected a row in archive_source.');
  return row;
}

/**
 * Whether an archive has anything that was not imported before.
 *
 * @throws {ImportError} where archives between are missing.
 */
export function hasNews(header: Header, { cursor }: Target): boolean {
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
  return last === null || !isNotAfter(own, last);
}

/** Notes that an archive was imported whole. */
export async function endSource(client: Connection, { databaseId, cursor }: Header): Promise<void> {
  await client.query('UPDATE archive_source SET cursor = $2 WHERE database_id = $1', [databaseId, cursor]);
}

/** Ends the logs of the site where those of the archive end, as far as they have nothing of their own. */
export async function endLogs(
  client: Connection,
  { header, target, ends }: { readonly header: Header; readonly target: Target; readonly ends: SiteEnds },
): Promise<void> {
  const { lastPosition, droppedPosition, moderationSeq } = ends;
  if (target.isSiteFollowed) {
    await client.query('UPDATE site_log SET last_position = $1, dropped_position = $2', [
      lastPosition,
      droppedPosition,
    ]);
    await client.query('UPDATE archive_source SET last_position = $2 WHERE database_id = $1', [
      header.databaseId,
      lastPosition,
    ]);
  }
  if (target.isQueueFollowed) {
    await client.query('UPDATE moderation_log SET seq = $1', [moderationSeq]);
    await client.query('UPDATE archive_source SET moderation_seq = $2 WHERE database_id = $1', [
      header.databaseId,
      moderationSeq,
    ]);
  }
}
