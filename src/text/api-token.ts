import { createHash, randomBytes } from 'node:crypto';

// What begins every token, so that scanners for leaked secrets and people can tell what one is.
const PREFIX = 'clq_';
const PATTERN = new RegExp(`^${PREFIX}[A-Za-z0-9_-]{43}$`); // 256 bits

/** A new token. */
export function makeApiToken(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`;
}

export function isApiToken(text: string): boolean {
  return PATTERN.test(text);
}

/** What is stored of a token. A plain hash is enough: unlike a password, a token has too many bits to be guessed. */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
