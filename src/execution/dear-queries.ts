import PQueue from 'p-queue';
import type { Limits } from '../config/limits.ts';
import { CodedError } from '../errors/coded-error.ts';

interface PricedQuery<Result> {
  readonly price: number;
  /** Aborted when the result is no longer wanted. */
  readonly signal: AbortSignal;
  readonly run: () => Promise<Result>;
}

/**
 * Lets few dear queries run at once, whoever sent them: each holds all that it has read and completed until its answer is
 * sent, and giving way to others makes that longer. Cheap queries never wait.
 */
export class DearQueries {
  readonly #limits: Pick<Limits, 'dearPrice' | 'dearWaiting'>;
  readonly #queue: PQueue;

  constructor(limits: Pick<Limits, 'dearPrice' | 'dearAtOnce' | 'dearWaiting'>) {
    this.#limits = limits;
    this.#queue = new PQueue({ concurrency: Math.max(1, limits.dearAtOnce) });
  }

  /**
   * Runs a query, if it is dear once others have ended.
   *
   * @throws {CodedError} `SERVICE_UNAVAILABLE` where too many wait already; the signal's reason where it is aborted meanwhile.
   */
  async run<Result>({ price, signal, run }: PricedQuery<Result>): Promise<Result> {
    const { dearPrice, dearWaiting } = this.#limits;
    if (price < dearPrice) return await run();
    if (this.#queue.size >= dearWaiting) {
      throw new CodedError('SERVICE_UNAVAILABLE', 'Too many large queries run at the moment. Try again in a second.');
    }
    return await this.#queue.add(run, { signal });
  }
}
