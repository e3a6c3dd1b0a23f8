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

interface Counts {
  open: number;
  readonly ofAddress: Tally;
  readonly ofOne: Tally;
}

/** The sockets and SSE streams that are open at this instance. */
export class Connections {
  readonly #most: number;
  readonly #counts: Counts;

  constructor({ limits, hasRates }: ConnectionsOptions) {
    this.#most = limits.connections;
    this.#counts = {
      open: 0,
      ofAddress: new Tally(hasRates ? limits.connectionsOfOne * limits.addressMultiple : Infinity),
      ofOne: new Tally(hasRates ? limits.connectionsOfOne : Infinity),
    };
  }

  get open(): number {
    return this.#counts.open;
  }

  /**
   * Counts a connection until its lease is released.
   *
   * @throws {CodedError} `SERVICE_UNAVAILABLE` when the process is full, `RATE_LIMITED` when the address is.
   */
  add(address: string | null): ConnectionLease {
    if (this.open >= this.#most) throw new CodedError('SERVICE_UNAVAILABLE', 'Too many connections are open.');
    this.#counts.ofAddress.enter(address);
    this.#counts.open += 1;
    return new ConnectionLease(this.#counts, address);
  }
}

/** One open connection. There is one for each socket, so it holds what it is counted under and no closures. */
export class ConnectionLease {
  readonly #counts: Counts;
  readonly #address: string | null;
  #owner: string | null = null;
  #isOver = false;

  constructor(counts: Counts, address: string | null) {
    this.#counts = counts;
    this.#address = address;
  }

  /** Counts the connection for its account or voice as well, once they are known. @throws {RateLimitedError} */
  assign(identity: Identity): void {
    if (this.#isOver) return;
    const [owner] = listOwners({ identity, address: null });
    const key = owner?.key ?? null;
    this.#counts.ofOne.enter(key);
    this.#owner = key;
  }

  /** May be called again. */
  release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#counts.open -= 1;
    this.#counts.ofAddress.leave(this.#address);
    this.#counts.ofOne.leave(this.#owner);
  }
}

class Tally {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts nothing under null. @throws {RateLimitedError} */
  enter(key: string | null): void {
    if (key === null) return;
    const count = this.#counts.get(key) ?? 0;
    if (count >= this.#most) throw new RateLimitedError('Too many connections are open.', { waitMs: WAIT });
    this.#counts.set(key, count + 1);
  }

  leave(key: string | null): void {
    if (key === null) return;
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
