import type { Running } from './contestants/contestant.ts';
import type { Followers } from './followers.ts';
import type { Effort, Scenario } from './scenarios.ts';

/** One contestant in one scenario, while it is measured. */
export interface Stage {
  readonly running: Running;
  readonly followers: Followers;
  readonly effort: Effort;
  /** Events written per second; null: as many as possible. */
  readonly eventsASecond: number | null;
  /** Deliveries of one event. */
  readonly perEvent: number;
  /** CPU microseconds per second of each idle server; empty when it was not measured. */
  idleMicros: readonly number[];
  /** Reserves the next event numbers, and gives the post of each: all posts in turn. */
  takeEvents(count: number): { from: number; posts: readonly number[] };
}

export function createStage(
  { subscribers, posts, eventsASecond }: Scenario,
  parts: Pick<Stage, 'running' | 'followers' | 'effort'>,
): Stage {
  let next = 0;
  return {
    ...parts,
    eventsASecond,
    idleMicros: [],
    perEvent: subscribers / posts,
    takeEvents(count) {
      const from = next;
      next += count;
      return { from, posts: Array.from({ length: count }, (_, at) => (from + at) % posts) };
    },
  };
}
