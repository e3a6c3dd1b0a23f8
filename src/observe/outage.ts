import type { Logger } from 'pino';

const AGAIN_AFTER = 60_000; // 1 minute

interface OutageOptions {
  readonly logger: Logger;
  /** What is said of it, such as "the database is away". */
  readonly text: string;
  /** `warn` by default: what is away comes back. */
  readonly level?: 'warn' | 'error';
  readonly now?: () => number;
}

/**
 * Something outside that is away: told once, then every minute as long as it lasts. Each request that fails for it would write a
 * line otherwise, and thousands of them say no more than one.
 */
export class Outage {
  readonly #options: OutageOptions;
  readonly #now: () => number;
  #toldAt: number | null = null;
  #untold = 0;

  constructor(options: OutageOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Something failed because of it. */
  tell(error: unknown): void {
    const now = this.#now();
    if (this.#toldAt !== null && now - this.#toldAt < AGAIN_AFTER) {
      this.#untold += 1;
      return;
    }
    const { logger, text, level = 'warn' } = this.#options;
    logger[level]({ err: error, ...(this.#untold > 0 && { failures: this.#untold + 1 }) }, text);
    this.#toldAt = now;
    this.#untold = 0;
  }

  /** It is back. The next failure is another outage. */
  end(text: string): void {
    if (this.#toldAt === null) return;
    this.#options.logger.info({ failures: this.#untold }, text);
    this.#toldAt = null;
    this.#untold = 0;
  }
}

/** The one outage of the database, whichever part of the service notices it. */
export const databaseOutage = onePerLogger('the database is away');

/** The database answers, but too late. It is not away, so nothing tells that it is back. */
export const databaseOverload = onePerLogger('the database is too busy to answer in time');

function onePerLogger(text: string): (logger: Logger) => Outage {
  const outages = new WeakMap<Logger, Outage>();
  return (logger) => {
    const known = outages.get(logger);
    if (known !== undefined) return known;
    const outage = new Outage({ logger, text });
    outages.set(logger, outage);
    return outage;
  };
}
