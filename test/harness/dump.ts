import type { Pool } from 'pg';

/** Columns in which nobody looks for a person: the words of the staff, and what a log keeps that nobody can erase from. */
const EXCEPTED = ['audit_entry.reason', 'audit_entry.voice_hash'];

/** The columns of all tables in which one of some strings is found, as `table.column: string`. */
export async function findInDatabase(pool: Pool, needles: readonly string[]): Promise<string[]> {
  const { rows: columns } = await pool.query<{ table: string; column: string }>(`
    SELECT c.table_name AS "table", c.column_name AS "column"
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2`);
  const found: string[] = [];
  for (const { table, column } of columns) {
    if (EXCEPTED.includes(`${table}.${column}`)) continue;
    const { rows } = await pool.query<{ needle: string }>(
      `SELECT DISTINCT needle FROM "${table}" t, unnest($1::text[]) AS needle WHERE strpos(t."${column}"::text, needle) > 0`,
      [needles],
    );
    found.push(...rows.map(({ needle }) => `${table}.${column}: ${needle}`));
  }
  return found;
}
