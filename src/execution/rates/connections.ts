import type { Limits } from '../../config/limits.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { RateLimitedError } from '../../errors/rate-limited-error.ts';
import type { Identity } from '../../session/session.ts';
import { listOwners } from './owners.ts';

interface ConnectionsOptions {
  readonly limits: Pick<Limits, 'connections' | 'connectionsOfOne' | 'addressMultiple'>;
  /** Whether the connections of an address, an account and a voice are limited; those of the process always are. */
  readonly hasRates: boolean;
}

const WAIT = 10_000; // 10 seconds: nobody knows when one of the others ends

/** The sockets and SSE streams that are open at this instance. */
export class Connections {
  readonly #most: number;
  readonly #ofAddress: Tally;
  readonly #ofOne: Tally;
  #open = 0;

  constructor({ limits, hasRates }: ConnectionsOptions) {
    this.#most = limits.connections;
    this.#ofAddress = new Tally(hasRates ? limits.connectionsOfOne * limits.addressMultiple : Infinity);
    this.#ofOne = new Tally(hasRates ? limits.connectionsOfOne : Infinity);
  }

  get open(): number {
    return this.#open;
  }

  /**
   * Counts a connection until its lease is released.
   *
   * @throws {CodedError} `SERVICE_UNAVAILABLE` when the process is full, `RATE_LIMITED` when the address is.
   */
  add(address: string | null): ConnectionLease {
    if (this.#open >= this.#most) throw new CodedError('SERVICE_UNAVAILABLE', 'Too many connections are open.');
    const leaveAddress = this.#ofAddress.enter(address);
    this.#open += 1;
    return new ConnectionLease({
      ofOne: this.#ofOne,
      leave: () => {
        this.#open -= 1;
        leaveAddress();
      },
    });
  }
}

/** One open connection. */
export class ConnectionLease {
  readonly #ofOne: Tally;
  #leaves: (() => void)[];
  #isOver = false;

  constructor({ ofOne, leave }: { readonly ofOne: Tally; readonly leave: () => void }) {
    this.#ofOne = ofOne;
    this.#leaves = [leave];
  }

  /** Counts the connection for its account or voice as well, once they are known. @throws {RateLimitedError} */
  assign(identity: Identity): void {
    if (this.#isOver) return;
    const [owner] = listOwners({ identity, address: null });
    this.#leaves.push(this.#ofOne.enter(owner?.key ?? null));
  }

  /** May be called again. */
  release(): void {
    this.#isOver = true;
    for (const leave of this.#leaves.splice(0)) leave();
  }
}

class Tally {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns how to leave again. @throws {RateLimitedError} */
  enter(key: string | null): () => void {
    if (key === null) return () => {};
    const count = this.#counts.get(key) ?? 0;
    if (count >= this.#most) throw new RateLimitedError('Too many connections are open.', { waitMs: WAIT });
    this.#counts.set(key, count + 1);
    return () => this.#leave(key);
  }

  #leave(key: string): void {
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
