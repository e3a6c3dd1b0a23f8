import type { Clock } from './clock.ts';

/** The pauses between attempts: exponential, with full jitter, so that a thousand clients do not come back together. */
export interface Pace {
  /** How many milliseconds to wait now. Who asks during a pause joins it: one pause serves all streams of a lost socket. */
  next(): number;
  /** It went well: the next pause is a short one again. */
  reset(): void;
}

export interface PaceOptions {
  readonly clock: Clock;
  readonly first: number;
  readonly longest: number;
}

export function createPace({ clock, first, longest }: PaceOptions): Pace {
  let attempt = 0;
  let until = clock.now();

  return {
    next() {
      const now = clock.now();
      if (now < until) return until - now;

      const pause = clock.random() * Math.min(longest, first * 2 ** attempt);
      attempt += 1;
      until = now + pause;
      return pause;
    },
    reset() {
      attempt = 0;
    },
  };
}
