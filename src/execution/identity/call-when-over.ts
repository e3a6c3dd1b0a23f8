import type { Account, Identity } from '../../session/session.ts';
import { callAt } from '../call-at.ts';
import { CredentialError } from './credential-error.ts';

/** How what is open is told that its credential no longer holds. */
interface Watch {
  /** Reads the credential again. */
  readonly verify: () => Promise<Identity>;
  /** How often an API token is looked for again, in milliseconds. */
  readonly everyMs: number;
  readonly call: (reason: 'expired' | 'revoked') => void;
}

/**
 * Calls a function when the credential that a stream was opened with no longer holds: its time is over, or its API token was revoked or
 * may do less than before. While the database is away, nothing is known, and the stream goes on.
 *
 * @returns how to cancel that.
 */
export function callWhenOver({ account }: Identity, { verify, everyMs, call }: Watch): () => void {
  if (account === null) return () => {};
  const stopClock = callAt(account.expiresAt, () => call('expired'));
  if (account.scopes === null) return stopClock; // only what the database knows can be revoked

  const look = async () => {
    if (!(await holds(account, verify))) call('revoked');
  };
  const looking = setInterval(() => void look(), everyMs);
  return () => {
    stopClock();
    clearInterval(looking);
  };
}

async function holds(account: Account, verify: Watch['verify']): Promise<boolean> {
  try {
    return (await verify()).account?.role === account.role;
  } catch (error) {
    return !(error instanceof CredentialError);
  }
}
