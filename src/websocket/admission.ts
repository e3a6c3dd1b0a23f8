import { CloseCode } from 'graphql-ws';
import type { Identity } from '../session/session.ts';
import { callAt } from '../execution/call-at.ts';
import { CredentialError } from '../execution/identity/credential-error.ts';
import { readIdentity, readInitCredentials } from '../execution/identity/credentials.ts';
import { SocketClosure } from './closure.ts';
import type { SocketManners } from './connection.ts';

export interface AdmissionOptions {
  readonly keys: { readonly authSecret: string; readonly voiceSecret: string };
  readonly now: () => Date;
  readonly limits: { readonly socketsOfOne: number };
}

const TRY_AGAIN_LATER = 1013;

/** Decides who is let in by `connection_init`, and for how long. */
export class SocketAdmission {
  readonly #options: AdmissionOptions;
  readonly #socketsOf = new Map<string, number>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * @returns who it is that introduces themselves.
   * @throws {SocketClosure} where they are not let in: an exception that graphql-ws sees would be acknowledged, or told to
   * the client as it stands.
   */
  async admit(payload: Record<string, unknown> | undefined, manners: SocketManners): Promise<Identity> {
    const identity = await this.#identify(payload);
    this.#enter(identity, manners);
    const { account } = identity;
    if (account !== null) {
      const stopClock = callAt(account.expiresAt, () => manners.close(CloseCode.Forbidden, 'Token expired'));
      manners.left.addEventListener('abort', stopClock, { once: true });
    }
    return identity;
  }

  async #identify(payload: Record<string, unknown> | undefined): Promise<Identity> {
    const { keys, now } = this.#options;
    try {
      return await readIdentity(readInitCredentials(payload), { ...keys, now: now() });
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error;
      throw new SocketClosure(error.isExpired ? CloseCode.Forbidden : CloseCode.Unauthorized, error.message);
    }
  }

  /** Counts the sockets of whoever can be told from others; a client survives the refusal, and comes back later. */
  #enter({ account, voiceHash }: Identity, manners: SocketManners): void {
    if (manners.hasLeft || (account === null && voiceHash === null)) return;

    const owner = JSON.stringify(account === null ? [voiceHash] : [account.issuer, account.subject]);
    const open = this.#socketsOf.get(owner) ?? 0;
    if (open >= this.#options.limits.socketsOfOne) throw new SocketClosure(TRY_AGAIN_LATER, 'Too many sockets');
    this.#socketsOf.set(owner, open + 1);
    manners.left.addEventListener('abort', () => this.#leave(owner), { once: true });
  }

  #leave(owner: string): void {
    const open = (this.#socketsOf.get(owner) ?? 1) - 1;
    if (open === 0) this.#socketsOf.delete(owner);
    else this.#socketsOf.set(owner, open);
  }
}
