// What statements return whose text is put together of the kinds of records: rows of plain values.
import type { Connection } from '../../data/database/transaction.ts';

interface Query {
  readonly text: string;
  readonly values?: readonly unknown[];
}

export async function readCells(client: Connection, { text, values = [] }: Query): Promise<unknown[][]> {
  const { rows }: { rows: unknown[][] } = await client.query({ text, values: [...values], rowMode: 'array' });
  return rows;
}
