import type { Clock } from './clock.ts';

/** The pauses between attempts: exponential, with full jitter, so that ten thousand clients do not come back together. */
export interface Pace {
  /** How many milliseconds to wait now. Who asks during a pause joins it: one pause serves all streams of a lost socket. */
  next(reason?: PauseReason): number;
  /** It went well: the next pause is a short one again. */
  reset(): void;
}

export interface PauseReason {
  /** The service is leaving, or full: everybody who was connected to it comes back now, and is spread wider. */
  readonly isCrowd?: boolean;
}

export interface PaceOptions {
  readonly clock: Clock;
  readonly first: number;
  readonly longest: number;
}

/** A crowd begins where others come after so many attempts: it spreads over 4 seconds, where one alone takes half of one. */
const CROWD = 3;

export function createPace({ clock, first, longest }: PaceOptions): Pace {
  let attempt = 0;
  let until = clock.now();

  return {
    next({ isCrowd = false } = {}) {
      const now = clock.now();
      if (now < until) return until - now;

      const pause = clock.random() * Math.min(longest, first * 2 ** Math.max(attempt, isCrowd ? CROWD : 0));
      attempt += 1;
      until = now + pause;
      return pause;
    },
    reset() {
      attempt = 0;
    },
  };
}
