import type { Pool, PoolClient } from 'pg';
import { isNotAfter, readCursor, writeCursor } from '../../archive/cursor.ts';
import type { Moment } from '../../archive/cursor.ts';
import { bool, excludingNull, text, uuid } from '../database/columns.ts';
import { inPoolTransaction } from '../database/transaction.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import { ArchiveCursorError } from './archive-cursor-error.ts';

const identity = statement('databaseIdentity', { id: excludingNull(uuid) });
const momentRow = statement('archiveMoment', { snapshot: text });
const pastCursor = statement('pastCursor', { isForgotten: bool });

// A standby that takes over, and a server that was set back, go on in a timeline of their own.
const fingerprint = sql`
  (SELECT system_identifier::text FROM pg_control_system()) || ':' || (SELECT timeline_id::text FROM pg_control_checkpoint())
  || ':' || (SELECT oid::text FROM pg_database WHERE datname = current_database())`;

/**
 * The id of the database, which its cursors name. It is another one where a dump of it was restored: the numbers of transactions are others
 * there, so that no row can be told any more to be as an import left it.
 */
export async function identifyDatabase(pool: Pool): Promise<string> {
  return await inPoolTransaction(pool, async (client) => {
    await client.query('SELECT 1 FROM archive_state FOR UPDATE');
    await readRows(
      client,
      identity`
        WITH another AS (
          UPDATE archive_state SET database_id = gen_random_uuid(), fingerprint = ${fingerprint}
          WHERE fingerprint IS DISTINCT FROM ${fingerprint} RETURNING database_id
        ), unknown AS (
          DELETE FROM import_transaction WHERE EXISTS (SELECT FROM another)
        )
        SELECT database_id AS id FROM another`,
    );
    const [row] = await readRows(client, identity`SELECT database_id AS id FROM archive_state WHERE database_id IS NOT NULL`);
    if (row === undefined) throw new Error('Expected an id in archive_state.');
    return row.id;
  });
}

/** The moment that a transaction sees. */
export async function readMoment(client: PoolClient, databaseId: string): Promise<Moment> {
  const [row] = await readRows(client, momentRow`SELECT pg_current_snapshot()::text AS snapshot`);
  const moment = row && readCursor(writeCursor({ databaseId, snapshot: row.snapshot }));
  if (moment == null) throw new Error('Expected a snapshot.');
  return moment;
}

/**
 * The moment of a cursor, from which what changed until `now` can be told.
 *
 * @throws {ArchiveCursorError} where it cannot.
 */
export async function readPast(client: PoolClient, { after, now }: { after: string; now: Moment }): Promise<Moment> {
  const past = readCursor(after);
  if (past === null) throw new ArchiveCursorError('it is no cursor of an archive; it stands in the first line of one');
  if (past.databaseId !== now.databaseId) {
    throw new ArchiveCursorError(
      'it is of another database, or of this one before it was restored from a dump or a standby took over; make a whole export',
    );
  }
  if (!isNotAfter(past, now)) {
    throw new ArchiveCursorError('it is of a later moment than this; the database was set back; make a whole export');
  }
  const [row] = await readRows(
    client,
    pastCursor`SELECT forgotten >= ${past.xmin}::bigint AS "isForgotten" FROM archive_state`,
  );
  if (row?.isForgotten === true) {
    throw new ArchiveCursorError('it is older than what is kept of deletions; make a whole export');
  }
  return past;
}
