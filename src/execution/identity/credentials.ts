import { createHmac } from 'node:crypto';
import type { Account, Identity } from '../../session/session.ts';
import { isApiToken } from '../../text/api-token.ts';
import { CredentialError } from './credential-error.ts';
import { verifyApiToken, type UseApiToken } from './api-tokens.ts';
import { verifyToken, type TokenKeys } from './token.ts';

/** A client's credentials, as sent in the headers or in `connection_init`; null for each that is absent. */
export interface Credentials {
  readonly authorization: string | null;
  readonly voice: string | null;
}

/** What credentials are verified by. */
export interface CredentialKeys {
  readonly tokens: TokenKeys;
  readonly voiceSecret: string;
  readonly useApiToken: UseApiToken;
}

const VOICE = /^[A-Za-z0-9_-]{22,128}$/; // 22 characters of 6 bits are the 128 bits that a secret needs

/**
 * Verifies a token and a guest's voice. A wrong credential is refused, and never makes its client an anonymous one.
 *
 * @throws {CredentialError}
 */
export async function readIdentity(
  { authorization, voice }: Credentials,
  keys: CredentialKeys & { readonly now: Date },
): Promise<Identity> {
  const token = authorization === null ? null : readBearer(authorization);
  return {
    account: token === null ? null : await findAccount(token, keys),
    voiceHash: voice === null ? null : hashVoice(voice, keys.voiceSecret),
  };
}

/** Whether the credentials are looked for in the database. */
export function hasApiToken({ authorization }: Pick<Credentials, 'authorization'>): boolean {
  const token = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
  return token !== undefined && isApiToken(token);
}

function findAccount(
  token: string,
  { tokens, useApiToken, now }: CredentialKeys & { readonly now: Date },
): Promise<Account> {
  return isApiToken(token) ? verifyApiToken(token, { useApiToken, now }) : verifyToken(token, { keys: tokens, now });
}

export function readHeaderCredentials(headers: Pick<Headers, 'get'>): Credentials {
  return { authorization: headers.get('authorization'), voice: headers.get('colloquy-voice') };
}

/**
 * Reads the payload of `connection_init`, which has the same keys as the headers, in any case.
 *
 * @throws {CredentialError}
 */
export function readInitCredentials(payload: Readonly<Record<string, unknown>> | undefined): Credentials {
  const read = (name: string): string | null => {
    const value = Object.entries(payload ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
    if (value === null || typeof value === 'string') return value;
    throw new CredentialError(`Expected \`${name}\` to be a string.`);
  };
  return { authorization: read('authorization'), voice: read('colloquy-voice') };
}

function readBearer(authorization: string): string {
  const token = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined) throw new CredentialError('Expected `Authorization: Bearer` and a token.');
  return token;
}

function hashVoice(voice: string, secret: string): string {
  if (!VOICE.test(voice)) {
    throw new CredentialError('Expected `Colloquy-Voice` to be 22 to 128 characters of A–Z, a–z, 0–9, `-` and `_`.');
  }
  return createHmac('sha256', secret).update(voice).digest('hex');
}
