import {
  countApiTokens,
  countLiveApiTokens,
  insertApiToken,
  readApiToken,
  readApiTokenPage,
  revokeApiTokenRow,
} from '../data/administered/api-tokens.ts';
import type { ApiTokenRow } from '../data/administered/api-tokens.ts';
import { newId } from '../data/database/new-id.ts';
import type { Connection } from '../relay/connection.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import type { PageArgs } from '../relay/page.ts';
import { explain, may } from '../session/policy.ts';
import type { Scope } from '../session/session.ts';
import { hashApiToken, makeApiToken } from '../text/api-token.ts';
import { checkTexts } from '../text/text.ts';
import { MAX_API_TOKEN_NAME } from '../text/text-limits.ts';
import { findViewer } from './account.ts';
import { ForbiddenError, NotFoundError, requireValid } from './errors.ts';
import type { ServiceSession } from './service-session.ts';
import { listById } from '../relay/list-by-id.ts';
import { requireReader } from './permission.ts';

const MAX_DAYS = 365;
const DAY = 24 * 60 * 60 * 1_000; // milliseconds
const MOST_LIVE = 50; // of one account

interface CreateApiTokenInput {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number;
}

/** Makes a token for a program of the viewer's. The secret is in this answer and nowhere else. */
export async function createApiToken(
  session: ServiceSession,
  input: CreateApiTokenInput,
): Promise<{ apiToken: ApiTokenRow; secret: string }> {
  const { name, scopes, expiresInDays } = input;
  requireValid([
    ...checkTexts([[name, { path: ['name'], max: MAX_API_TOKEN_NAME, singleLine: true }]]),
    ...(scopes.length > 0 ? [] : [{ path: ['scopes'], message: 'Expected at least one scope; found none.' }]),
    ...(expiresInDays >= 1 && expiresInDays <= MAX_DAYS
      ? []
      : [{ path: ['expiresInDays'], message: `Expected 1 to ${MAX_DAYS}; found ${expiresInDays}.` }]),
  ]);
  const { id: authorId, role } = await requirePerson(session);
  if (scopes.includes('MODERATE') && !may(session.identity, 'grantModerate')) {
    throw new ForbiddenError(explain('grantModerate'));
  }

  const now = session.now();
  const { prisma } = session.database;
  if ((await countLiveApiTokens(prisma, { authorId, now })) >= MOST_LIVE) {
    throw new ForbiddenError(`Expected at most ${MOST_LIVE} tokens that work: revoke one first.`);
  }
  const secret = makeApiToken();
  const apiToken = await insertApiToken(prisma, {
    id: newId(),
    authorId,
    name,
    role,
    hash: hashApiToken(secret),
    scopes: [...new Set(scopes)],
    createdAt: now,
    expiresAt: new Date(now.getTime() + expiresInDays * DAY),
  });
  return { apiToken, secret };
}

/** Ends a token of the viewer's, or, for an administrator, anybody's. To end it twice is to end it once. */
export async function revokeApiToken(session: ServiceSession, { id: given }: { id: string }): Promise<ApiTokenRow> {
  await requirePerson(session);
  const id = decodeIdOf('ApiToken', given);
  const found = id === null ? null : await findApiToken(session, id);
  if (found === null) throw new NotFoundError('API token not found.');
  return await revokeApiTokenRow(session.database.prisma, { id: found.id, now: session.now() });
}

export async function findApiToken({ database, identity }: ServiceSession, id: string): Promise<ApiTokenRow | null> {
  return await readApiToken(database.prisma, { id, identity });
}

/** A page of the tokens of one author, newest first, or of everybody's, which only administrators may see. */
export async function listApiTokens(
  session: ServiceSession,
  { authorId, ...args }: PageArgs & { readonly authorId: string | null },
): Promise<Connection<ApiTokenRow>> {
  if (authorId === null) requireReader(session, 'listApiTokens');
  const { prisma } = session.database;
  return await listById({ kind: 'API_TOKENS', scope: authorId ?? '' }, args, {
    read: async (page) => await readApiTokenPage(prisma, { authorId, page }),
    count: async () => await countApiTokens(prisma, authorId),
  });
}

/** A program must not make itself a successor, nor end what the person would still use. */
async function requirePerson(session: ServiceSession) {
  const { account } = session.identity;
  if (account?.scopes === null) {
    const viewer = await findViewer(session);
    if (viewer !== null) return { id: viewer.id, role: account.role };
  }
  throw new ForbiddenError('Expected a signed-in account, not a guest and not an API token, to change API tokens.');
}
