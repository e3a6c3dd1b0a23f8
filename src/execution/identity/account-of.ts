import { z } from 'zod';
import { ROLES, type Role } from '../../config/roles.ts';
import type { TokenRules } from '../../config/token-rules.ts';
import type { Account } from '../../session/session.ts';
import { parseUrl } from '../../text/address/parse-url.ts';
import { CredentialError } from './credential-error.ts';

type ClaimRules = Pick<TokenRules, 'claims' | 'roles'>;

const MOST_ROLES = 1_000; // a provider lists every group of an account
const LONGEST_ADDRESS = 2_000; // characters

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !/[\p{Cc}\p{Surrogate}]/u.test(value));

const shapes = z.object({
  sub: text(255),
  iss: text(255).optional(),
  exp: z.number().positive(),
  name: text(200).nullish(),
  handle: text(100).nullish(),
  role: z.union([z.string(), z.array(z.string()).max(MOST_ROLES)]).nullish(),
});

/**
 * The account that the claims of a verified token name, each found where the settings say.
 *
 * @throws {CredentialError} when a claim has a value that it cannot have.
 */
export function accountOf(payload: Readonly<Record<string, unknown>>, { claims, roles }: ClaimRules): Account {
  const { sub, iss, exp } = payload;
  const named = {
    name: claimAt(payload, claims.name),
    handle: claimAt(payload, claims.handle),
    role: claimAt(payload, claims.role),
  };
  const parsed = shapes.safeParse({ sub, iss, exp, ...named });
  if (!parsed.success) throw invalidClaim();
  const { data } = parsed;
  return Object.freeze({
    issuer: data.iss ?? '',
    subject: data.sub,
    handle: data.handle ?? null,
    name: data.name ?? null,
    avatarUrl: readAvatar(claimAt(payload, claims.avatar)),
    role: readRole(data.role ?? [], roles),
    expiresAt: new Date(data.exp * 1_000),
    scopes: null,
  });
}

/** The strongest of the roles that a token lists. What else a provider lists is nothing to us; a single text that is no role is a mistake. */
function readRole(value: string | readonly string[], roles: TokenRules['roles']): Role {
  const names = typeof value === 'string' ? [value] : value;
  const given = names.map((name) => (roles === null ? ROLES.find((role) => role === name) : roles.get(name)));
  const strongest = ROLES.findLast((role) => given.includes(role));
  if (strongest === undefined && roles === null && typeof value === 'string') throw invalidClaim();
  return strongest ?? 'READER';
}

/** A picture that cannot be shown is none: who signs in has no hand in it. */
function readAvatar(value: unknown): string | null {
  const url = typeof value !== 'string' || value.length > LONGEST_ADDRESS ? null : parseUrl(value);
  return url?.protocol === 'https:' ? url.href : null;
}

/** A claim by its name, or by a path into the objects that hold it: names of claims may have dots themselves. */
function claimAt(payload: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  let value: unknown = payload;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function invalidClaim(): CredentialError {
  return new CredentialError('A claim of the token has an invalid value.');
}
