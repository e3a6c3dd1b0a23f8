import type { Pool, QueryResultRow } from 'pg';
import { Prisma } from '../../generated/prisma/client.ts';

/** A statement or a part of one, with its values bound. */
export type Sql = Prisma.Sql;

export const sql = Prisma.sql;
export const nothing = Prisma.empty;

/**
 * Runs a statement of ours and trusts that its columns are named and cast as `Row` says. Reads that are hot go here and
 * not through Prisma's `$queryRaw`, which takes twice as long for a thousand rows.
 */
export async function readRows<Row extends QueryResultRow>(pool: Pool, statement: Sql): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ text: statement.text, values: statement.values });
  return rows;
}
