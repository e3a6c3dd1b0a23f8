interface AllowanceLimits {
  readonly messageBurst: number;
  readonly messagesPerSecond: number;
}

/** What one socket may send: a bucket that is full at the start and fills again as time goes by. */
export class Allowance {
  readonly #limits: AllowanceLimits;
  readonly #now: () => number;
  #left: number;
  #at: number;

  /** @param now milliseconds on a clock that never goes back. */
  constructor(limits: AllowanceLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#left = limits.messageBurst;
    this.#at = now();
  }

  /** Takes one message from it. @returns false where none was left. */
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
