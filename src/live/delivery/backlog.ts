import type { Subscription } from './subscription.ts';

/** What subscriptions have not been sent of all that was read for them. */
export interface Backlog {
  /** The subscriptions that are behind. */
  readonly streams: number;
  /** The events that the last of them is behind. */
  readonly events: number;
}

export function findBacklog(behind: Iterable<Subscription>, head: number): Backlog {
  const missing = [...behind].map(({ position }) => head - position);
  return { streams: missing.length, events: missing.reduce((most, events) => Math.max(most, events), 0) };
}

export function addBacklogs(backlogs: readonly Backlog[]): Backlog {
  return {
    streams: backlogs.reduce((sum, { streams }) => sum + streams, 0),
    events: backlogs.reduce((most, { events }) => Math.max(most, events), 0),
  };
}
