import { CloseCode } from 'graphql-ws';
import type { Identity } from '../session/session.ts';
import { isDatabaseAway } from '../data/database/database-away.ts';
import { CodedError } from '../errors/coded-error.ts';
import { RateLimitedError } from '../errors/rate-limited-error.ts';
import { callWhenOver } from '../execution/identity/call-when-over.ts';
import { CredentialError } from '../execution/identity/credential-error.ts';
import {
  readIdentity,
  readInitCredentials,
  type CredentialKeys,
  type Credentials,
} from '../execution/identity/credentials.ts';
import { TRY_AGAIN_LATER } from './close-codes.ts';
import type { Limits } from '../config/limits.ts';
import type { SocketConnection } from './connection.ts';

export interface AdmissionOptions {
  readonly keys: CredentialKeys;
  readonly limits: Pick<Limits, 'recheckMs'>;
  readonly now: () => Date;
}

/** Ends a socket with a code of graphql-transport-ws and a reason for the client. */
export class SocketClosure extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.name = 'SocketClosure';
    this.code = code;
  }
}

/** Decides by `connection_init` which client may use a socket, and for how long. */
export class SocketAdmission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * @returns the client's identity.
   * @throws {SocketClosure} when it is refused. graphql-ws itself would acknowledge an exception, or send its message to the
   * client as it is.
   */
  async admit(payload: Record<string, unknown> | undefined, connection: SocketConnection): Promise<Identity> {
    const { keys, limits, now } = this.#options;
    const verify = async (credentials: Credentials) => await readIdentity(credentials, { ...keys, now: now() });
    const { identity, credentials } = await this.#identify(payload, verify);
    enter(identity, connection);
    if (identity.account === null) return identity;
    const stopWatch = callWhenOver(identity, {
      verify: async () => await verify(credentials),
      everyMs: limits.recheckMs,
      call: (reason) => connection.close(CloseCode.Forbidden, `Token ${reason}`),
    });
    connection.left.addEventListener('abort', stopWatch, { once: true });
    return identity;
  }

  async #identify(
    payload: Record<string, unknown> | undefined,
    verify: (credentials: Credentials) => Promise<Identity>,
  ): Promise<{ readonly identity: Identity; readonly credentials: Credentials }> {
    try {
      const credentials = readInitCredentials(payload);
      return { identity: await verify(credentials), credentials };
    } catch (error) {
      if (isUnavailable(error)) {
        throw new SocketClosure(TRY_AGAIN_LATER, 'Tokens cannot be verified');
      }
      if (!(error instanceof CredentialError)) throw error;
      throw new SocketClosure(error.isExpired ? CloseCode.Forbidden : CloseCode.Unauthorized, error.message);
    }
  }
}

/** Counts the sockets of an account or a voice. A client survives the refusal, and comes back later. */
function enter(identity: Identity, { lease }: SocketConnection): void {
  try {
    lease.assign(identity);
  } catch (error) {
    throw error instanceof RateLimitedError ? new SocketClosure(TRY_AGAIN_LATER, 'Too many connections') : error;
  }
}

/** Whether a token may be a good one, and only what it is verified with cannot be read. */
function isUnavailable(error: unknown): boolean {
  return isDatabaseAway(error) || (error instanceof CodedError && error.code === 'SERVICE_UNAVAILABLE');
}
