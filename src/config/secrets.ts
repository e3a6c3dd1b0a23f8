import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** The keys that the service signs and hashes with. */
interface Secrets {
  /** HS256 key of accounts' tokens; null where an identity provider signs all of them. */
  readonly authSecret: string | null;
  /** HMAC key of guests' voices; never derived from the other, which rotates. */
  readonly voiceSecret: string;
}

const secretsFile = z.object({ authSecret: z.string().min(32), voiceSecret: z.string().min(32) });

/** Takes the secrets that were given, and the others from a file that is made at the first start: in development. */
export function readSecrets(
  given: { [Name in keyof Secrets]: string | undefined },
  { file, needsAuthSecret }: { file: string; needsAuthSecret: boolean },
): Secrets {
  const { voiceSecret } = given;
  const authSecret = given.authSecret ?? (needsAuthSecret ? undefined : null);
  if (authSecret !== undefined && voiceSecret !== undefined) return { authSecret, voiceSecret };

  const kept = readKept(file);
  return {
    authSecret: authSecret === undefined ? kept.authSecret : authSecret,
    voiceSecret: voiceSecret ?? kept.voiceSecret,
  };
}

/** The secrets that an environment lacks, each with its cure. */
export function missingSecrets(given: Readonly<Record<string, string | undefined>>): string[] {
  const needed = given['AUTH_JWKS_URL'] === undefined ? ['AUTH_SECRET', 'VOICE_SECRET'] : ['VOICE_SECRET'];
  return needed
    .filter((name) => given[name] === undefined)
    .map((name) => `${name}: required in production; \`openssl rand -base64 48\` makes one`);
}

/** A fault where one key serves both ends: who learns the one that rotates could then recognise every guest. */
export function equalSecrets(given: Readonly<Record<string, string | undefined>>): string[] {
  const { AUTH_SECRET, VOICE_SECRET } = given;
  if (AUTH_SECRET === undefined || AUTH_SECRET !== VOICE_SECRET) return [];
  return ['VOICE_SECRET: must differ from AUTH_SECRET; `openssl rand -base64 48` makes another'];
}

function readKept(file: string): Secrets {
  const made = {
    authSecret: randomBytes(48).toString('base64url'),
    voiceSecret: randomBytes(48).toString('base64url'),
  };
  try {
    // Not within the other's care: a file in the directory's place is there already, too.
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ConfigError([`DATA_DIR: ${dirname(file)} cannot be written (${String(error)})`]);
  }
  try {
    // `wx`: of two first starts at once, one makes the file and the other reads it.
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if (!isExisting(error)) throw new ConfigError([`DATA_DIR: ${dirname(file)} cannot be written (${String(error)})`]);
  }

  const kept = secretsFile.safeParse(readJson(file));
  if (!kept.success)
    throw new ConfigError([
      `DATA_DIR: ${file} is damaged; delete it, and new secrets are made (tokens made so far end)`,
    ]);
  return kept.data;
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
