interface BucketLimits {
  readonly messageBurst: number;
  readonly messagesPerSecond: number;
}

/** The token bucket of one socket's messages: full at the start, and refilled as time goes by. */
export class TokenBucket {
  readonly #limits: BucketLimits;
  readonly #now: () => number;
  #left: number;
  #at: number;

  /** @param now milliseconds on a clock that never goes back. */
  constructor(limits: BucketLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#left = limits.messageBurst;
    this.#at = now();
  }

  /** Takes a token. @returns false when none is left. */
  take(): boolean {
    const { messageBurst, messagesPerSecond } = this.#limits;
    const now = this.#now();
    this.#left = Math.min(messageBurst, this.#left + ((now - this.#at) / 1_000) * messagesPerSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
