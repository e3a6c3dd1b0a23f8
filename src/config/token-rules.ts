import { z } from 'zod';
import { isKeysAddress, isWebAddress } from './address-rules.ts';
import { ROLES, type Role } from './roles.ts';
import { list } from './value-types.ts';

/** Which tokens are believed besides those that `AUTH_SECRET` signs, and what the claims of all of them are called. */
export interface TokenRules {
  /** Where an identity provider publishes its public keys (https://www.rfc-editor.org/rfc/rfc7517#section-5); null: nowhere. */
  readonly keysUrl: string | null;
  /** The `iss` that every token must have; null: any. */
  readonly issuer: string | null;
  /** What the `aud` of every token must be or hold; null: anything. */
  readonly audience: string | null;
  /** The public client that the desk of the moderators is at the identity provider; null: tokens are pasted there. */
  readonly deskClientId: string | null;
  readonly claims: ClaimNames;
  /** The role for each value that its claim can have; null: the values are the names of roles. */
  readonly roles: ReadonlyMap<string, Role> | null;
}

/** The claims that say who an account is: names, or paths into claims that are objects, such as `realm_access.roles`. */
interface ClaimNames {
  readonly handle: string;
  readonly name: string;
  readonly avatar: string;
  readonly role: string;
}

export const DEFAULT_CLAIMS: ClaimNames = { handle: 'handle', name: 'name', avatar: 'picture', role: 'role' };

const claimName = z.enum(['handle', 'name', 'avatar', 'role']);

/** The settings of tokens, as they are written in the environment. */
export const tokenSettings = {
  AUTH_JWKS_URL: z
    .string()
    .refine(isKeysAddress, 'expected https://…; http:// is for keys on this machine or in a private network')
    .optional(),
  AUTH_ISSUER: z.string().max(255, 'expected at most 255 characters').optional(),
  AUTH_AUDIENCE: z.string().optional(),
  DESK_CLIENT_ID: z.string().max(255, 'expected at most 255 characters').optional(),
  AUTH_CLAIMS: pairs('handle=preferred_username,role=realm_access.roles', claimName).transform((given) => ({
    ...DEFAULT_CLAIMS,
    ...Object.fromEntries(given.map(([claim, name]) => [claim, name])),
  })),
  AUTH_ROLES: pairs('editors=MODERATOR,staff=AUTHOR').transform((given, context) => {
    const roles = z.array(z.tuple([z.string(), z.enum(ROLES)])).safeParse(given);
    if (roles.success) return roles.data.length === 0 ? null : new Map(roles.data);
    context.addIssue(`expected a role on the right of each =: ${ROLES.join(', ')}`);
    return z.NEVER;
  }),
};

type TokenSettings = z.infer<z.ZodObject<typeof tokenSettings>>;

export function toTokenRules(settings: TokenSettings): TokenRules {
  return {
    keysUrl: settings.AUTH_JWKS_URL ?? null,
    issuer: settings.AUTH_ISSUER ?? null,
    audience: settings.AUTH_AUDIENCE ?? null,
    deskClientId: settings.DESK_CLIENT_ID ?? null,
    claims: settings.AUTH_CLAIMS,
    roles: settings.AUTH_ROLES,
  };
}

/** What published keys make necessary: a provider signs tokens for many, and all of them would be ours. */
export function missingTokenRules(given: Readonly<Record<string, string | undefined>>): string[] {
  const hasDesk = given['DESK_CLIENT_ID'] !== undefined;
  if (given['AUTH_JWKS_URL'] === undefined) {
    return hasDesk ? ['AUTH_JWKS_URL: required with DESK_CLIENT_ID, whose tokens it vouches for'] : [];
  }
  const missing = ['AUTH_ISSUER', 'AUTH_AUDIENCE']
    .filter((name) => given[name] === undefined)
    .map((name) => `${name}: required with AUTH_JWKS_URL, so that tokens for others are refused`);
  const { AUTH_ISSUER: issuer } = given;
  const isFound = !hasDesk || issuer === undefined || isWebAddress(issuer);
  return isFound
    ? missing
    : [...missing, 'AUTH_ISSUER: expected an address with DESK_CLIENT_ID, below which the provider describes itself'];
}

function pairs(example: string, left: z.ZodType<string> = z.string().min(1)) {
  const pair = z.tuple([left, z.string().min(1)]);
  return list.transform((items, context) => {
    const found = items.map((item) => {
      const at = item.lastIndexOf('=');
      return pair.safeParse([item.slice(0, Math.max(at, 0)), item.slice(at + 1)]).data;
    });
    const known = found.filter((one) => one !== undefined);
    if (known.length === items.length) return known;
    context.addIssue(`expected pairs such as ${example}`);
    return z.NEVER;
  });
}
