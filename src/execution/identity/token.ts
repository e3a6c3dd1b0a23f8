import { errors, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Config } from '../../config/config.ts';
import type { Role } from '../../config/roles.ts';
import { DEFAULT_CLAIMS, type TokenRules } from '../../config/token-rules.ts';
import { CodedError } from '../../errors/coded-error.ts';
import type { Account } from '../../session/session.ts';
import { accountOf } from './account-of.ts';
import { CredentialError } from './credential-error.ts';
import { PublishedKeys } from './published-keys.ts';

/** The claims of a token that we sign. */
export interface Claims {
  readonly subject: string;
  readonly issuer?: string;
  readonly name?: string;
  readonly handle?: string;
  readonly role?: Role;
}

/** Whose signatures are believed, and the tokens that were found to have one: each signature is checked once. */
export interface TokenKeys {
  readonly rules: TokenRules;
  readonly secret: Uint8Array | null;
  readonly published: PublishedKeys | null;
  /** Another one from the moment when other keys are published. */
  readonly verified: LRUCache<string, Account>;
}

const CLOCK_TOLERANCE = 5; // seconds, for clocks that do not agree on "not before"
const MAX_TOKEN = 4_096; // characters
const KEPT = 2_000; // tokens, of at most 4,096 characters

const SECRET_ALGORITHM = 'HS256';
const PUBLIC_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

export function createTokenKeys(
  { authSecret, tokens }: Pick<Config, 'authSecret' | 'tokens'>,
  { onFailure }: { readonly onFailure: (error: unknown) => void },
): TokenKeys {
  let verified = new LRUCache<string, Account>({ max: KEPT });
  const onChange = () => {
    verified = new LRUCache({ max: KEPT });
  };
  const { keysUrl } = tokens;
  return {
    rules: tokens,
    secret: authSecret === null ? null : new TextEncoder().encode(authSecret),
    published: keysUrl === null ? null : new PublishedKeys({ url: keysUrl, onFailure, onChange }),
    get verified() {
      return verified;
    },
  };
}

/**
 * Verifies a bearer token: signed with the secret of the service or with a key of the identity provider, with an expiry time, of the
 * issuer and for the audience of the settings.
 *
 * @throws {CredentialError} when it is not valid; `isExpired` when it was valid once.
 * @throws {CodedError} `SERVICE_UNAVAILABLE` when the keys of the identity provider cannot be read.
 */
export async function verifyToken(token: string, { keys, now }: { keys: TokenKeys; now: Date }): Promise<Account> {
  if (token.length > MAX_TOKEN) throw new CredentialError('The token is too long.');
  keys.published?.refresh(now);
  // The same one to the end: what was verified with a key that is withdrawn meanwhile is not kept.
  const { verified } = keys;
  const account = verified.get(token) ?? accountOf(await verifySignature(token, { keys, now }), keys.rules);
  if (!(account.expiresAt > now)) throw new CredentialError('The token has expired.', { isExpired: true });
  verified.set(token, account);
  return account;
}

async function verifySignature(token: string, { keys, now }: { keys: TokenKeys; now: Date }): Promise<JWTPayload> {
  const { secret, published, rules } = keys;
  // Pinned: a token does not choose how it is checked. The secret takes one algorithm, and public keys none that takes a secret.
  const algorithms = [...(secret === null ? [] : [SECRET_ALGORITHM]), ...(published === null ? [] : PUBLIC_ALGORITHMS)];
  const findKey: JWTVerifyGetKey = (header, input) => {
    const key = header.alg === SECRET_ALGORITHM ? secret : published?.find(header, input);
    if (!key) throw new Error(`Expected a key for ${header.alg}.`);
    return key;
  };
  try {
    const { payload } = await jwtVerify(token, findKey, {
      algorithms,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: now,
      ...(rules.issuer !== null && { issuer: rules.issuer }),
      ...(rules.audience !== null && { audience: rules.audience }),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new CredentialError('The token has expired.', { isExpired: true });
    if (error instanceof CodedError) throw error;
    throw new CredentialError(explain(error, keys));
  }
}

function explain(error: unknown, { rules: { issuer, audience }, secret, published }: TokenKeys): string {
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') {
    return `Expected a token whose \`iss\` is ${issuer}.`;
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return `Expected a token whose \`aud\` is or holds ${audience}.`;
  }
  const signers = [
    ...(secret === null ? [] : ['with HS256 and the key of the service']),
    ...(published === null ? [] : ['with a key that its issuer publishes']),
  ];
  return `Expected a JWT with \`sub\` and \`exp\`, signed ${signers.join(', or ')}.`;
}

interface Signing {
  readonly secret: string;
  /** In seconds: every token that we sign expires. */
  readonly expiresIn: number;
  /** What tokens have to say to be believed; by default what they say where no setting asks for more. */
  readonly rules?: TokenRules;
}

/**
 * Signs a token that `verifyToken` accepts.
 *
 * @throws {TypeError} when the settings give no name to the role.
 */
export async function signToken(
  { subject, issuer, name, handle, role }: Claims,
  { secret, expiresIn, rules }: Signing,
): Promise<string> {
  const { claims = DEFAULT_CLAIMS, roles = null, audience = null } = rules ?? {};
  const now = Math.floor(Date.now() / 1_000);
  const payload = {
    ...(name !== undefined && { [claims.name]: name }),
    ...(handle !== undefined && { [claims.handle]: handle }),
    ...(role !== undefined && roleClaim(role, { claims, roles })),
  };
  const token = new SignJWT(payload)
    .setProtectedHeader({ alg: SECRET_ALGORITHM, typ: 'JWT' })
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn);
  const issued = issuer ?? rules?.issuer ?? null;
  if (issued !== null) token.setIssuer(issued);
  if (audience !== null) token.setAudience(audience);
  return token.sign(new TextEncoder().encode(secret));
}

/** What a token says for a role; nothing for readers where settings name roles, for they need no name. */
function roleClaim(role: Role, { claims, roles }: Pick<TokenRules, 'claims' | 'roles'>): Record<string, string> {
  if (roles === null) return { [claims.role]: role };
  const value = [...roles].find(([, one]) => one === role)?.[0];
  if (value === undefined && role !== 'READER') throw new TypeError(`AUTH_ROLES gives no value for the role ${role}.`);
  return value === undefined ? {} : { [claims.role]: value };
}
