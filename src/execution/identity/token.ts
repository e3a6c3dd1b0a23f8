import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ROLES, type Account, type Role } from '../../session/session.ts';
import { CredentialError } from './credential-error.ts';

/** The claims of a token that we sign. */
export interface Claims {
  readonly subject: string;
  readonly issuer?: string;
  readonly name?: string;
  readonly handle?: string;
  readonly role?: Role;
}

const CLOCK_TOLERANCE = 5; // seconds, for clocks that do not agree on "not before"
const MAX_TOKEN = 4_096; // characters

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !/[\p{Cc}\p{Surrogate}]/u.test(value));

const payload = z.object({
  sub: text(255),
  iss: text(255).optional(),
  exp: z.number().positive(),
  name: text(200).optional(),
  handle: text(100).optional(),
  role: z.enum(ROLES).default('READER'),
});

/** A key that tokens are verified by, and the tokens that it was found to have signed: each signature is checked once. */
export interface TokenKey {
  readonly secret: string;
  readonly verified: LRUCache<string, Account>;
}

const KEPT = 2_000; // tokens, of at most 4,096 characters

export function createTokenKey(secret: string): TokenKey {
  return { secret, verified: new LRUCache({ max: KEPT }) };
}

/**
 * Verifies a bearer token: HS256 only, with an expiry time.
 *
 * @throws {CredentialError} when it is not valid; `isExpired` when it was valid once.
 */
export async function verifyToken(token: string, { key, now }: { key: TokenKey; now: Date }): Promise<Account> {
  if (token.length > MAX_TOKEN) throw new CredentialError('The token is too long.');
  const account = key.verified.get(token) ?? (await readAccount(token, { secret: key.secret, now }));
  if (!(account.expiresAt > now)) throw new CredentialError('The token has expired.', { isExpired: true });
  key.verified.set(token, account);
  return account;
}

async function readAccount(token: string, { secret, now }: { secret: string; now: Date }): Promise<Account> {
  const claims = payload.safeParse(await verifySignature(token, { secret, now }));
  if (!claims.success) throw new CredentialError('A claim of the token has an invalid value.');
  const { sub, iss, exp, name, handle, role } = claims.data;
  const expiresAt = new Date(exp * 1_000);
  return Object.freeze({
    issuer: iss ?? '',
    subject: sub,
    handle: handle ?? null,
    name: name ?? null,
    role,
    expiresAt,
  });
}

async function verifySignature(token: string, { secret, now }: { secret: string; now: Date }): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'], // pinned: the token does not choose how it is checked
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new CredentialError('The token has expired.', { isExpired: true });
    throw new CredentialError('Expected a JWT with `sub` and `exp`, signed with HS256 and the key of the service.');
  }
}

/** Signs a token that `verifyToken` accepts. `expiresIn` is in seconds: every token that we sign expires. */
export async function signToken(
  { subject, issuer, ...claims }: Claims,
  { secret, expiresIn }: { secret: string; expiresIn: number },
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn);
  if (issuer !== undefined) token.setIssuer(issuer);
  return token.sign(new TextEncoder().encode(secret));
}
