import type { Clock } from './clock.ts';

/** The pauses between attempts: exponential, with full jitter, so that clients do not reconnect in lockstep. */
export interface Backoff {
  /** The pause before the next attempt, in milliseconds. A call during a pause gets the rest of that pause. */
  nextPause(reason?: PauseReason): number;
  /** Makes the next pause a short one again, after a success. */
  reset(): void;
}

interface PauseReason {
  /** Whether the service is stopping or full, so that all of its clients reconnect now. Spreads the pauses wider. */
  readonly affectsAllClients?: boolean;
}

interface BackoffOptions {
  readonly clock: Clock;
  /** The longest first pause, in milliseconds. */
  readonly first: number;
  /** The longest pause of all, in milliseconds. */
  readonly longest: number;
}

/** Where all clients reconnect, the first pause is drawn as a fourth one is: up to 4 seconds by default, instead of 0.5. */
const SKIPPED_ATTEMPTS = 3;

export function createBackoff({ clock, first, longest }: BackoffOptions): Backoff {
  let attempts = 0;
  let until = clock.now();

  return {
    nextPause({ affectsAllClients = false } = {}) {
      const now = clock.now();
      if (now < until) return until - now;

      const exponent = Math.max(attempts, affectsAllClients ? SKIPPED_ATTEMPTS : 0);
      const pause = clock.random() * Math.min(longest, first * 2 ** exponent);
      attempts += 1;
      until = now + pause;
      return pause;
    },
    reset() {
      attempts = 0;
    },
  };
}
