import type { Pool } from 'pg';
import type { Author } from '../../generated/prisma/client.ts';
import { AccountRole } from '../../generated/prisma/enums.ts';
import { enumeration, nullable, select, text, uuid } from '../database/columns.ts';
import type { RowOf } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import type { Account } from '../../session/session.ts';

/** What is shown of an author, and the account that owns the row. */
export type AuthorRow = Pick<Author, 'id' | 'issuer' | 'subject' | 'handle' | 'displayName' | 'avatarUrl'>;

export const authorColumns = {
  id: uuid,
  issuer: nullable(text),
  subject: nullable(text),
  handle: text,
  displayName: text,
  avatarUrl: nullable(text),
};

/** An author as an account of its own sees it. */
export type AccountRow = AuthorRow & Pick<Author, 'role'>;

export const accountColumns = { ...authorColumns, role: enumeration('account_role', AccountRole) };

const columns = select('a', authorColumns);
const authorsById = statement('authorsById', authorColumns);
const authorOfAccount = statement('authorOfAccount', accountColumns);
const authorsByHandle = statement('authorsByHandle', authorColumns);

export async function readAuthors(pool: Pool, ids: readonly string[]): Promise<AuthorRow[]> {
  return await readRows(pool, authorsById`SELECT ${columns} FROM author a WHERE a.id = ANY(${ids}::uuid[])`);
}

/** The author row of an account; null where it has none yet. */
export async function readAuthorOf(
  pool: Pool,
  { issuer, subject }: Pick<Account, 'issuer' | 'subject'>,
): Promise<AccountRow | null> {
  const [row] = await readRows(
    pool,
    authorOfAccount`SELECT ${select('a', accountColumns)} FROM author a WHERE a.issuer = ${issuer} AND a.subject = ${subject}`,
  );
  return row ?? null;
}

/** The author with a handle; null where there is none. */
export async function readAuthorByHandle(pool: Pool, handle: string): Promise<AuthorRow | null> {
  const [author] = await readRows(pool, authorsByHandle`SELECT ${columns} FROM author a WHERE a.handle = ${handle}`);
  return author ?? null;
}

/** An author within the row of what they wrote, whose column `authorId` is the author's id. */
export const joinedAuthorColumns = {
  authorIssuer: nullable(text),
  authorSubject: nullable(text),
  authorHandle: nullable(text),
  authorDisplayName: nullable(text),
  authorAvatarUrl: nullable(text),
};

/** The select list of {@link joinedAuthorColumns}, from `a`. */
export const selectAuthor = sql`a.issuer AS "authorIssuer", a.subject AS "authorSubject", a.handle AS "authorHandle",
  a.display_name AS "authorDisplayName", a.avatar_url AS "authorAvatarUrl"`;

type JoinedAuthor = Partial<RowOf<typeof joinedAuthorColumns>> & { readonly authorId: string | null };

/** The joined author; null where the row has none, undefined where authors were not read. */
export function toJoinedAuthor(row: JoinedAuthor): AuthorRow | null | undefined {
  const { authorId: id, authorHandle: handle, authorDisplayName: displayName } = row;
  if (handle === undefined || displayName === undefined) return undefined;
  if (id === null || handle === null || displayName === null) return null;
  return {
    id,
    issuer: row.authorIssuer ?? null,
    subject: row.authorSubject ?? null,
    handle,
    displayName,
    avatarUrl: row.authorAvatarUrl ?? null,
  };
}
