import type { Pool } from 'pg';

/** What a database has for itself: which it is, and what it has imported. */
const OF_ITS_OWN = [
  'archive_state',
  'archive_source',
  'archive_alias',
  'import_transaction',
  'own_discussion',
  'deleted_row',
];

/** The transaction that wrote a row, and where in the life of a discussion a score was moved last: an archive has the end of that only. */
const UNLIKE = ['changed_in'];
const UNLIKE_IN: Readonly<Record<string, readonly string[]>> = { comment_score: ['version'] };

/** Every row of every table, by table, as far as it can be equal in another database. */
export async function readStoredRows(pool: Pool): Promise<Record<string, readonly string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const stored: Record<string, readonly string[]> = {};
  for (const { name } of tables.filter((table) => !OF_ITS_OWN.includes(table.name))) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${name}" t ORDER BY 1`,
      [[...UNLIKE, ...(UNLIKE_IN[name] ?? [])]],
    );
    stored[name] = rows.map(({ row }) => row);
  }
  return stored;
}
