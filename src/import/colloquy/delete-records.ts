import type { PoolClient } from 'pg';
import { toSnakeCase } from '../../data/database/columns.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import type { Parsed } from './parse-line.ts';
import { recountReactions } from './recount.ts';
import { UNTOUCHED } from './upsert-sql.ts';

type Deletion = Extract<Parsed, { what: 'deletion' }>;

/** What the service itself deletes. Nothing else is deleted by an import, whatever a file says: others may have written below it. */
const DELETABLE = ['postTag', 'premoderationRule', 'commentVersion', 'reaction', 'event'];

/** Deletes the row of a deletion, where only imports have written it. */
export async function deleteRecord(
  client: PoolClient,
  { deletion, tally }: { readonly deletion: Deletion; readonly tally: ArchiveTally },
): Promise<void> {
  const { kind, key, line } = deletion;
  if (!DELETABLE.includes(kind.type)) {
    tally.note({ type: kind.type, reason: 'deleted there, and kept here', line });
    return;
  }
  // A log is forgotten from its beginning on.
  const conditions = kind.key.map((name, place) =>
    name === 'seq' ? `t.seq <= $${place + 1}::int` : `t.${toSnakeCase(name)} = $${place + 1}::uuid`,
  );
  const returned = kind.type === 'reaction' ? 't.comment_id' : '1';
  const text = `DELETE FROM ${kind.table} t WHERE ${conditions.join(' AND ')} AND ${UNTOUCHED} RETURNING ${returned}`;
  const rows = await readCells(client, { text, values: key });
  tally.of(kind.type).deleted += rows.length;
  if (kind.type === 'reaction' && rows.length > 0)
    await recountReactions(
      client,
      rows.map(([id]) => String(id)),
    );
}
