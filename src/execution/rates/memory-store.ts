import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { CounterStore } from './counter-store.ts';

/**
 * Keeps counters in the process, and no more of them than it may: the library keeps one, with a timer, for each key that
 * it meets, and a client can make keys as fast as it can make voices.
 */
export function createMemoryStore({ keys }: { readonly keys: number }): CounterStore {
  const kept = new LRUCache<string, BoundedCounter>({
    max: Math.max(1, keys),
    dispose: (counter, key, reason) => {
      if (reason === 'evict') void counter.delete(counter.parseKey(key));
    },
  });
  return {
    createCounter: ({ name, points, seconds }) =>
      new BoundedCounter({ keyPrefix: name, points, duration: seconds }, kept),
    close() {
      kept.clear();
      return Promise.resolve();
    },
  };
}

type Options = ConstructorParameters<typeof RateLimiterMemory>[0];

class BoundedCounter extends RateLimiterMemory {
  readonly #kept: LRUCache<string, BoundedCounter>;

  constructor(options: Options, kept: LRUCache<string, BoundedCounter>) {
    super(options);
    this.#kept = kept;
  }

  override consume(...[key, ...rest]: Parameters<RateLimiterMemory['consume']>) {
    this.#keep(key);
    return super.consume(key, ...rest);
  }

  override penalty(...[key, ...rest]: Parameters<RateLimiterMemory['penalty']>) {
    this.#keep(key);
    return super.penalty(key, ...rest);
  }

  override reward(...[key, ...rest]: Parameters<RateLimiterMemory['reward']>) {
    this.#keep(key);
    return super.reward(key, ...rest);
  }

  #keep(key: string | number): void {
    this.#kept.set(this.getKey(key), this);
  }
}
