import type { Engine } from '../engine.ts';
import { CredentialError } from './credential-error.ts';
import { hasApiToken, readHeaderCredentials, readIdentity } from './credentials.ts';
import type { CredentialKeys } from './credentials.ts';
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
export async function identify(
  headers: Pick<Headers, 'get'>,
  { address, keys, now, engine }: Asking,
): Promise<Identity> {
  const credentials = readHeaderCredentials(headers);
  const proving = { ...keys, now: now() };
  if (!hasApiToken(credentials)) return await readIdentity(credentials, proving);

  const client = { identity: NOBODY, address };
  engine.requireFewFaulty(client);
  try {
    return await readIdentity(credentials, proving);
  } catch (error) {
    if (error instanceof CredentialError) await engine.countRefused(client);
    throw error;
  }
}
