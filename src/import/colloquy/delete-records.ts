import type { Kind } from '../../archive/kind.ts';
import type { Connection } from '../../data/database/transaction.ts';
import { toSnakeCase } from '../../data/database/columns.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import type { Parsed } from './read/parse-line.ts';
import { recountReactions } from './recount.ts';
import { UNTOUCHED } from './upsert-sql.ts';

type Deletion = Extract<Parsed, { what: 'deletion' }>;

/** What has nothing below it. Nothing else is deleted by an import, whatever a file says: others may have written there. */
export const DELETABLE: readonly string[] = [
  'formerSlug',
  'postTag',
  'premoderationRule',
  'commentVersion',
  'reaction',
  'reactionCount',
  'event',
];

/** What the reactions to a comment are counted of. */
export const COUNTED: readonly string[] = ['reaction', 'reactionCount'];

/** Deletes the row of a deletion, where only imports have written it. */
export async function deleteRecord(
  client: Connection,
  { deletion, tally }: { readonly deletion: Deletion; readonly tally: ArchiveTally },
): Promise<void> {
  const { kind, key, line } = deletion;
  if (!DELETABLE.includes(kind.type)) {
    tally.note({ type: kind.type, reason: 'deleted there, and kept here', line });
    return;
  }
  const isCounted = COUNTED.includes(kind.type);
  const text = `${deleteOf(kind)} RETURNING ${isCounted ? 't.comment_id' : '1'}`;
  const rows = await readCells(client, { text, values: key });
  tally.of(kind.type).deleted += rows.length;
  if (isCounted && rows.length > 0)
    await recountReactions(
      client,
      rows.map(([id]) => String(id)),
    );
}

function deleteOf({ type, table, key, fields, where = 'TRUE' }: Kind): string {
  const conditions = key.map((name, place) => {
    const value = `$${place + 1}::${fields[name]?.type ?? 'text'}`;
    // A log is forgotten from its beginning on.
    return `t.${toSnakeCase(name)} ${name === 'seq' ? '<=' : '='} ${value}`;
  });
  // The row stays for the reactions that are counted in it.
  const remove = type === 'reactionCount' ? `UPDATE ${table} t SET imported = 0` : `DELETE FROM ${table} t`;
  // Numbers in the log of a discussion that goes on here are others.
  const isSameLog = type === 'event' ? 'NOT EXISTS (SELECT FROM own_discussion o WHERE o.post_id = t.post_id)' : 'TRUE';
  return `${remove} WHERE ${where} AND ${isSameLog} AND ${conditions.join(' AND ')} AND ${UNTOUCHED}`;
}
