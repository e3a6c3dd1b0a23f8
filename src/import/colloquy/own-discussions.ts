// Discussions that go on here as well as there: their numbers and their logs are given here, and what comes from there is added to them.
import type { Connection } from '../../data/database/transaction.ts';
import { EventKind } from '../../generated/prisma/enums.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import type { ParsedRecord } from './read/parse-line.ts';
import { UNTOUCHED } from './upsert-sql.ts';
import { writeRecords } from './write-records.ts';

interface Writing {
  readonly records: readonly ParsedRecord[];
  readonly tally: ArchiveTally;
}

const CONCERNED = ['discussion', 'comment', 'event'];

/** Writes those of some records that belong to such discussions. @returns the others. */
export async function writeOwn(client: Connection, { records, tally }: Writing): Promise<readonly ParsedRecord[]> {
  const type = records[0]?.kind.type ?? '';
  if (!CONCERNED.includes(type)) return records;
  const own = await findOwn(client, [...new Set(records.map(postOf))]);
  if (own.size === 0) return records;

  for (const record of records.filter((one) => own.has(postOf(one)))) {
    if (type === 'comment') await mergeComment(client, { record, tally });
    else if (type === 'discussion') tally.of(type).kept += 1;
    else tally.leaveOut({ type, reason: 'its discussion goes on here, and has a log of its own', line: record.line });
  }
  return records.filter((record) => !own.has(postOf(record)));
}

/** Once a discussion has something of its own, it stays so: a mark alone would say that an import was the last to write it. */
async function findOwn(client: Connection, postIds: readonly string[]): Promise<ReadonlySet<string>> {
  const values = [postIds];
  // Until the records are written, nobody else writes there.
  await client.query('SELECT FROM discussion WHERE post_id = ANY($1::uuid[]) ORDER BY post_id FOR UPDATE', values);
  await client.query(
    `INSERT INTO own_discussion SELECT post_id FROM discussion t WHERE post_id = ANY($1::uuid[]) AND NOT ${UNTOUCHED}
     ON CONFLICT DO NOTHING`,
    values,
  );
  const rows = await readCells(client, {
    text: 'SELECT post_id FROM own_discussion WHERE post_id = ANY($1::uuid[])',
    values,
  });
  return new Set(rows.map(([id]) => String(id)));
}

/** Adds a comment at the end of the discussion, or changes it where it stands; either is an event of the log. */
async function mergeComment(
  client: Connection,
  { record, tally }: { readonly record: ParsedRecord; readonly tally: ArchiveTally },
): Promise<void> {
  const { values, kind } = record;
  const [known] = await readCells(client, {
    text: 'SELECT number, path, status FROM comment WHERE id = $1',
    values: [values['id']],
  });
  const [number, path, status] = known ?? (await nextPlace(client, record));
  const { added, changed } = tally.of(kind.type);
  await writeRecords(client, { records: [{ ...record, values: { ...values, number, path } }], tally });
  const now = tally.of(kind.type);
  if (now.added === added && now.changed === changed) return;

  const event = known === undefined ? EventKind.COMMENT_ADDED : eventOf(String(status), String(values['status']));
  if (known === undefined)
    tally.note({
      type: kind.type,
      reason: 'added to a discussion that goes on here, with a new number',
      line: record.line,
    });
  await client.query(
    `WITH moved AS (
       UPDATE discussion SET seq = seq + 1, last_number = greatest(last_number, $2::int) WHERE post_id = $1 RETURNING seq, last_number
     )
     INSERT INTO event (post_id, seq, kind, comment_id, actor_id, occurred_at, last_number)
     SELECT $1, seq, $3::event_kind, $4, $5, now(), last_number FROM moved`,
    [values['postId'], number, event, values['id'], event === EventKind.COMMENT_ADDED ? values['authorId'] : null],
  );
}

/** Behind all others, and below its parent. */
async function nextPlace(client: Connection, { values }: ParsedRecord): Promise<unknown[]> {
  const [row] = await readCells(client, {
    text: `SELECT d.last_number + 1, coalesce(p.path, '{}') || (d.last_number + 1)
      FROM discussion d LEFT JOIN comment p ON p.post_id = d.post_id AND p.id = $2 WHERE d.post_id = $1`,
    values: [values['postId'], values['parentId']],
  });
  return row ?? [];
}

function eventOf(before: string, after: string): EventKind {
  if (before === after) return EventKind.COMMENT_EDITED;
  if (after === 'HIDDEN') return EventKind.COMMENT_HIDDEN;
  return after === 'DELETED' ? EventKind.COMMENT_WITHDRAWN : EventKind.COMMENT_RESTORED;
}

function postOf({ values }: ParsedRecord): string {
  return String(values['postId']);
}
