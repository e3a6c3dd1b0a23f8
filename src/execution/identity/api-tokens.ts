import type { KnownApiToken } from '../../data/administered/api-tokens.ts';
import { ROLES, type Role } from '../../config/roles.ts';
import { SCOPES, type Account } from '../../session/session.ts';
import { hashApiToken } from '../../text/api-token.ts';
import { CredentialError } from './credential-error.ts';

/** Finds a token that is not revoked by its hash; null where there is none. */
export type UseApiToken = (used: { readonly hash: string; readonly now: Date }) => Promise<KnownApiToken | null>;

/**
 * The account that an API token speaks for. Each use looks into the database, so that a revoked token ends at once, at every instance.
 *
 * @throws {CredentialError} when there is none; `isExpired` when its time is over.
 */
export async function verifyApiToken(
  token: string,
  { useApiToken, now }: { readonly useApiToken: UseApiToken; readonly now: Date },
): Promise<Account> {
  const found = await useApiToken({ hash: hashApiToken(token), now });
  if (found === null) throw new CredentialError('The API token is unknown or was revoked.');
  if (!(found.expiresAt > now)) throw new CredentialError('The API token has expired.', { isExpired: true });
  const scopes = SCOPES.filter((scope) => found.scopes.includes(scope));
  return {
    issuer: found.issuer,
    subject: found.subject,
    handle: null,
    name: null,
    avatarUrl: null,
    role: weakest([found.role, found.lastRole, scopes.includes('MODERATE') ? 'ADMIN' : 'AUTHOR']),
    expiresAt: found.expiresAt,
    scopes,
  };
}

function weakest(roles: readonly Role[]): Role {
  return ROLES.find((role) => roles.includes(role)) ?? 'READER';
}
