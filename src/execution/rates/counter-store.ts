import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** How much may be counted, for each key, in a window that begins with the key's first point. */
interface CounterOptions {
  /** Unique in the store. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** Where counters are kept. */
export interface CounterStore {
  createCounter(options: CounterOptions): RateLimiterAbstract;
  close(): Promise<void>;
}
