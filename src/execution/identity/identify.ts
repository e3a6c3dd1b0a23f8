import type { Engine } from '../engine.ts';
import { CredentialError } from './credential-error.ts';
import { hasApiToken, readHeaderCredentials, readIdentity } from './credentials.ts';
import type { CredentialKeys, Credentials } from './credentials.ts';
import { NOBODY } from '../../session/session.ts';
import type { Identity } from '../../session/session.ts';

interface Asking {
  readonly address: string | null;
  readonly keys: CredentialKeys;
  readonly now: () => Date;
  readonly engine: Pick<Engine, 'requireFewFaulty' | 'countRefused'>;
}

/**
 * Finds out who sends a request. An API token is looked for in the database, so one that is refused counts as a faulty document of its
 * address does, and where there were too many, none is looked for.
 *
 * @throws {CredentialError}, and {RateLimitedError}.
 */
export function identify(headers: Pick<Headers, 'get'>, asking: Asking): Promise<Identity> {
  const credentials = readHeaderCredentials(headers);
  const { keys, now } = asking;
  return hasApiToken(credentials)
    ? identifyProgram(credentials, asking)
    : readIdentity(credentials, { ...keys, now: now() });
}

async function identifyProgram(credentials: Credentials, { address, keys, now, engine }: Asking): Promise<Identity> {
  const client = { identity: NOBODY, address };
  engine.requireFewFaulty(client);
  try {
    return await readIdentity(credentials, { ...keys, now: now() });
  } catch (error) {
    if (error instanceof CredentialError) await engine.countRefused(client);
    throw error;
  }
}
