import type { Pool } from 'pg';
import type { Author } from '../../generated/prisma/client.ts';
import { nullable, select, text, timestamp, uuid } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import type { Account } from '../../session/session.ts';

export type AuthorRow = Author;

export const authorColumns = {
  id: uuid,
  issuer: nullable(text),
  subject: nullable(text),
  handle: text,
  displayName: text,
  avatarUrl: nullable(text),
  source: nullable(text),
  externalId: nullable(text),
  createdAt: timestamp,
};

const columns = select('a', authorColumns);
const authorsById = statement('authorsById', authorColumns);
const authorOfAccount = statement('authorOfAccount', authorColumns);

export async function readAuthors(pool: Pool, ids: readonly string[]): Promise<AuthorRow[]> {
  return await readRows(pool, authorsById`SELECT ${columns} FROM author a WHERE a.id = ANY(${ids}::uuid[])`);
}

/** The author row of an account; null where it has none yet. */
export async function readAuthorOf(
  pool: Pool,
  { issuer, subject }: Pick<Account, 'issuer' | 'subject'>,
): Promise<AuthorRow | null> {
  const [row] = await readRows(
    pool,
    authorOfAccount`SELECT ${columns} FROM author a WHERE a.issuer = ${issuer} AND a.subject = ${subject}`,
  );
  return row ?? null;
}
