import type { Pool } from 'pg';
import type { Author } from '../../generated/prisma/client.ts';
import { readRows, sql } from '../database/sql.ts';

export type AuthorRow = Author;

/** The columns of `a` (author), named as Prisma names them. */
const columns = sql`a.id, a.issuer, a.subject, a.handle, a.display_name AS "displayName", a.avatar_url AS "avatarUrl",
  a.source, a.external_id AS "externalId", a.created_at AS "createdAt"`;

export async function readAuthors(pool: Pool, ids: readonly string[]): Promise<AuthorRow[]> {
  return await readRows<AuthorRow>(pool, sql`SELECT ${columns} FROM author a WHERE a.id = ANY(${ids}::uuid[])`);
}
