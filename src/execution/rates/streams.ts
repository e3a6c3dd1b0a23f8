import type { Limits } from '../../config/limits.ts';
import { RateLimitedError } from '../../errors/rate-limited-error.ts';
import type { Client } from '../../session/rates.ts';
import { listOwners, type Owner } from './owners.ts';

/** What one owner holds open: shared by all of its subscriptions. */
interface Holding {
  readonly key: string;
  readonly most: number;
  price: number;
}

type Holdings = Map<string, Holding>;

const WAIT = 10_000; // 10 seconds: nobody knows when one of the others ends

/** The prices of one event of each subscription that is open at this instance, by whom it is counted for. */
export class Streams {
  readonly #limits: Pick<Limits, 'openEventPrices' | 'addressMultiple'>;
  readonly #holdings: Holdings = new Map();

  constructor(limits: Pick<Limits, 'openEventPrices' | 'addressMultiple'>) {
    this.#limits = limits;
  }

  /** The owners that hold something. */
  get owners(): number {
    return this.#holdings.size;
  }

  /** Counts a subscription until its lease is released. @throws {RateLimitedError} */
  hold(client: Client, price: number): StreamLease {
    const held = listOwners(client).map((owner) => this.#findHolding(owner));
    if (held.some((holding) => holding.price + price > holding.most)) {
      throw new RateLimitedError('The subscriptions that are open ask for too much.', { waitMs: WAIT });
    }
    return new StreamLease(this.#holdings, { held, price });
  }

  #findHolding({ key, isAddress }: Owner): Holding {
    const { openEventPrices, addressMultiple } = this.#limits;
    const most = isAddress ? openEventPrices * addressMultiple : openEventPrices;
    return this.#holdings.get(key) ?? { key, most, price: 0 };
  }
}

/** One open subscription. There is one for each subscriber, so it holds what it is counted under and no closures. */
export class StreamLease {
  readonly #holdings: Holdings;
  readonly #one: Holding | undefined;
  readonly #other: Holding | undefined;
  #price: number;

  constructor(holdings: Holdings, { held: [one, other], price }: { held: readonly Holding[]; price: number }) {
    this.#holdings = holdings;
    this.#one = one;
    this.#other = other;
    this.#price = price;
    this.#change(price);
  }

  /** May be called again. */
  release(): void {
    this.#change(-this.#price);
    this.#price = 0;
  }

  #change(price: number): void {
    for (const holding of [this.#one, this.#other]) {
      if (holding === undefined || price === 0) continue;
      holding.price += price;
      if (holding.price > 0) this.#holdings.set(holding.key, holding);
      else this.#holdings.delete(holding.key);
    }
  }
}
