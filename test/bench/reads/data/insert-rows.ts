import type { ClientBase } from 'pg';

/** The columns of a table that are given, each with its type and its value in a row. */
export type Columns<Row> = Readonly<Record<string, readonly [type: string, value: (row: Row) => unknown]>>;

const BATCH = 2_000; // rows a statement

/** Inserts rows in their order. */
export async function insertRows<Row>(
  client: ClientBase,
  table: string,
  { columns, rows }: { columns: Columns<Row>; rows: readonly Row[] },
): Promise<void> {
  const names = Object.keys(columns).join(', ');
  const entries = Object.values(columns);
  // In PostgreSQL, the arrays in an array must have the same length: a path travels as text.
  const values = entries.map(([type], index) => `$${index + 1}::${type.endsWith('[]') ? 'text' : type}[]`).join(', ');
  const selected = entries.map(([type], index) => `c${index}::${type}`).join(', ');
  const aliases = entries.map((_, index) => `c${index}`).join(', ');
  const text = `INSERT INTO ${table} (${names}) SELECT ${selected} FROM unnest(${values}) AS r (${aliases})`;
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    await client.query({ text, values: entries.map(([, valueOf]) => batch.map(valueOf)) });
  }
}
