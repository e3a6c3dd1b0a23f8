import type { Pool } from 'pg';
import type { ApiToken, Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import { AccountRole } from '../../generated/prisma/enums.ts';
import type { Page, Slice } from '../../relay/page.ts';
import type { Identity } from '../../session/session.ts';
import { enumeration, excludingNull, nullable, text, timestamp, uuid } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import { readPageById } from './page-by-id.ts';
import { whereVisibleApiToken } from '../reads/visibility.ts';

export type ApiTokenRow = ApiToken;

const USED_AGAIN = 60_000; // milliseconds after which the use of a token is written down again

const tokenByHash = statement('apiTokenByHash', {
  id: uuid,
  issuer: excludingNull(text),
  subject: excludingNull(text),
  role: enumeration('account_role', AccountRole),
  lastRole: enumeration('account_role', AccountRole),
  scopes: text,
  expiresAt: timestamp,
  lastUsedAt: nullable(timestamp),
});

/** A token that is not revoked, with the account that it speaks for. */
export interface KnownApiToken {
  readonly issuer: string;
  readonly subject: string;
  /** That of the account when the token was made. */
  readonly role: AccountRole;
  /** That of the account when it was last seen. */
  readonly lastRole: AccountRole;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

/** Finds a token by its hash, and notes that it is used, to the minute; null where there is none, or it is revoked. */
export async function useApiToken(
  pool: Pool,
  { hash, now }: { readonly hash: string; readonly now: Date },
): Promise<KnownApiToken | null> {
  const [found] = await readRows(
    pool,
    tokenByHash`
      SELECT t.id, a.issuer, a.subject, t.role, a.role AS "lastRole", array_to_string(t.scopes, ',') AS scopes, t.expires_at AS "expiresAt",
        t.last_used_at AS "lastUsedAt"
      FROM api_token t JOIN author a ON a.id = t.author_id
      WHERE t.hash = ${hash} AND t.revoked_at IS NULL AND a.issuer IS NOT NULL AND a.subject IS NOT NULL`,
  );
  if (found === undefined) return null;
  const { id, lastUsedAt, scopes, ...token } = found;
  if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > USED_AGAIN) {
    await pool.query('UPDATE api_token SET last_used_at = $1 WHERE id = $2', [now, id]);
  }
  return { ...token, scopes: scopes.split(',') };
}

export async function readApiToken(
  prisma: PrismaClient,
  { id, identity }: { readonly id: string; readonly identity: Identity },
): Promise<ApiTokenRow | null> {
  return await prisma.apiToken.findFirst({ where: { AND: [{ id }, whereVisibleApiToken(identity)] } });
}

/** A page of tokens, newest first; the key is an id. `authorId` null: everybody's. */
export async function readApiTokenPage(
  prisma: PrismaClient,
  { authorId, page }: { readonly authorId: string | null; readonly page: Page<string> },
): Promise<Slice<ApiTokenRow>> {
  return await readPageById(page, async ({ where, ...query }) => {
    return await prisma.apiToken.findMany({ ...query, where: { ...ofAuthor(authorId), ...where } });
  });
}

export async function countApiTokens(prisma: PrismaClient, authorId: string | null): Promise<number> {
  return await prisma.apiToken.count({ where: ofAuthor(authorId) });
}

/** How many tokens of an author still work. */
export async function countLiveApiTokens(
  prisma: PrismaClient,
  { authorId, now }: { readonly authorId: string; readonly now: Date },
): Promise<number> {
  return await prisma.apiToken.count({ where: { authorId, revokedAt: null, expiresAt: { gt: now } } });
}

export async function insertApiToken(
  prisma: PrismaClient,
  token: Prisma.ApiTokenUncheckedCreateInput,
): Promise<ApiTokenRow> {
  return await prisma.apiToken.create({ data: token });
}

/** Ends a token; one that was revoked before keeps its time. */
export async function revokeApiTokenRow(
  prisma: PrismaClient,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<ApiTokenRow> {
  await prisma.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
  return await prisma.apiToken.findUniqueOrThrow({ where: { id } });
}

function ofAuthor(authorId: string | null) {
  return authorId === null ? {} : { authorId };
}
