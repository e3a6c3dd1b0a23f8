import type { Identity } from './session.ts';

/** The sender of a request, as rates count it. */
export interface Client {
  readonly identity: Identity;
  /** The address, or the network, that the client is counted under; null for a request within the process. */
  readonly address: string | null;
}

/** What a client may do in a window of time, and what is left of it. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends and `remaining` is `limit` again. */
  readonly resetAt: Date;
}

/** The allowances of a client. Where several windows count the same, the one that has the least left. */
export interface RateStatus {
  readonly reads: Allowance;
  readonly cost: Allowance;
  readonly writes: Allowance;
}

/** A text that is about to be written. */
interface NewText {
  readonly text: string;
  /** The client's own key for the write: the same text under the same key is a retry. */
  readonly clientMutationId: string | null;
}

/** The rates, as use cases see them. */
export interface ClientRates {
  /** @returns null where nothing is counted. */
  findStatus(client: Client, now: Date): Promise<RateStatus | null>;
  /**
   * Notes a text, so that the client cannot write it again soon.
   *
   * @returns how to forget it, if it is not written after all.
   * @throws {RateLimitedError} if the client wrote it a short time ago.
   */
  claimText(client: Client, text: NewText): Promise<() => void>;
}
