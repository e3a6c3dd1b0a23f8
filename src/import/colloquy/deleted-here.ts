import type { Connection } from '../../data/database/transaction.ts';
import { toSnakeCase } from '../../data/database/columns.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import { DELETABLE } from './delete-records.ts';
import type { ParsedRecord } from './read/parse-line.ts';

/**
 * Leaves out records whose rows were deleted here, by somebody who took back a reaction or a tag, or by an erasure: an archive does not
 * bring them back. Deletions are known as long as events are.
 */
export async function leaveDeleted(
  client: Connection,
  { records, tally }: { readonly records: readonly ParsedRecord[]; readonly tally: ArchiveTally },
): Promise<readonly ParsedRecord[]> {
  const [first] = records;
  if (first === undefined || !DELETABLE.includes(first.kind.type)) return records;
  const { type, table, key, fields } = first.kind;
  const parts = ['one', 'two'].slice(0, key.length);
  const isRow = key.map((name, at) => `t.${toSnakeCase(name)} = k.${parts[at] ?? ''}::${fields[name]?.type ?? 'text'}`);
  const rows = await readCells(client, {
    text: `SELECT DISTINCT k.place FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (one, two, place)
      JOIN deleted_row d ON d.type = $3 AND d.key = ARRAY[${parts.map((part) => `k.${part}`).join(', ')}]
      WHERE d.changed_in NOT IN (SELECT number FROM import_transaction)
        AND NOT EXISTS (SELECT FROM ${table} t WHERE ${isRow.join(' AND ')})`,
    values: [...[0, 1].map((at) => records.map(({ values }) => values[key[at] ?? ''] ?? null)), type],
  });
  const deleted = new Set(rows.map(([place]) => Number(place) - 1));
  tally.of(type).kept += deleted.size;
  return deleted.size === 0 ? records : records.filter((_record, at) => !deleted.has(at));
}
