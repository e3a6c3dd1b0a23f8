import { LRUCache } from 'lru-cache';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** What a key has taken out of a window. */
interface Reading {
  readonly remaining: number;
  /** Milliseconds to the end of the window. */
  readonly resetMs: number;
}

const MOST_SPENT = 1_000; // keys: one that is forgotten is counted, and refused, once more

/** Counts in one window, for many keys. A key with nothing left is refused without being counted again. */
export class Meter {
  readonly #counter: RateLimiterAbstract;
  readonly #spent = new LRUCache<string, number>({ max: MOST_SPENT });

  constructor(counter: RateLimiterAbstract) {
    this.#counter = counter;
  }

  get limit(): number {
    return this.#counter.points;
  }

  /** Milliseconds that a key which is known to have nothing left must wait; otherwise 0. */
  waitOf(key: string): number {
    const until = this.#spent.size === 0 ? undefined : this.#spent.get(key);
    if (until === undefined) return 0;
    const left = until - performance.now();
    if (left <= 0) this.#spent.delete(key);
    return Math.max(0, left);
  }

  /** Takes points. @returns 0, or the milliseconds to wait where fewer points are left; they must be given back then. */
  async take(key: string, points: number): Promise<number> {
    try {
      await this.#counter.consume(key, points);
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const wait = Math.max(1, refusal.msBeforeNext);
      if (refusal.consumedPoints - points >= this.limit) this.#spent.set(key, performance.now() + wait);
      return wait;
    }
  }

  async giveBack(key: string, points: number): Promise<void> {
    await this.#counter.reward(key, points);
  }

  async read(key: string): Promise<Reading> {
    const { consumedPoints, msBeforeNext } = await this.#counter.penalty(key, 0);
    return { remaining: Math.min(this.limit, Math.max(0, this.limit - consumedPoints)), resetMs: msBeforeNext };
  }
}
