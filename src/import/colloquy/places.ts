// Where the numbers and the log of a discussion end follows from the comments and the events that are here: an archive brings these in
// pieces, and whoever writes here between two pieces gets the next place, which nothing of the archive has.
import type { Connection } from '../../data/database/transaction.ts';
import { readCells } from './cells.ts';
import type { ParsedRecord } from './read/parse-line.ts';

/** Discussions as they end here; a new one begins empty. */
export async function endAsHere(client: Connection, records: readonly ParsedRecord[]): Promise<ParsedRecord[]> {
  const rows = await readCells(client, {
    text: 'SELECT post_id, seq, last_number FROM discussion WHERE post_id = ANY($1::uuid[])',
    values: [records.map(({ values }) => values['postId'])],
  });
  const ends = new Map(rows.map(([id, seq, lastNumber]) => [id, { seq, lastNumber }]));
  return records.map((record) => {
    const { seq, lastNumber } = ends.get(record.values['postId']) ?? { seq: 0, lastNumber: 0 };
    return { ...record, values: { ...record.values, seq, lastNumber } };
  });
}

/** Ends the logs of some discussions with the events that are here. */
export async function endLogs(client: Connection, postIds: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE discussion d SET seq = e.seq FROM (
       SELECT p.id, (SELECT max(seq) FROM event WHERE post_id = p.id) AS seq FROM unnest($1::uuid[]) AS p (id)
     ) e WHERE d.post_id = e.id AND d.seq < e.seq`,
    [postIds],
  );
}
