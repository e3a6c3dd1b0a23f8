import type { Pool } from 'pg';
import type { Author } from '../../generated/prisma/client.ts';
import { nullable, select, text, timestamp, uuid } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';

export type AuthorRow = Author;

const authorColumns = {
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

export async function readAuthors(pool: Pool, ids: readonly string[]): Promise<AuthorRow[]> {
  return await readRows(pool, authorsById`SELECT ${columns} FROM author a WHERE a.id = ANY(${ids}::uuid[])`);
}
