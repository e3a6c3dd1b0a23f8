import type { Limits } from '../../config/limits.ts';
import type { RateStatus } from '../../session/rates.ts';

/** A number of points that may be taken in a fixed window of time, which begins with the first of them. */
export interface Window {
  /** Unique, because it stands in the names of counters. */
  readonly name: string;
  /** What it counts: `faulty` are documents that were refused. */
  readonly of: keyof RateStatus | 'faulty';
  readonly points: number;
  readonly seconds: number;
}

/** The windows of one voice or account; an address has the same ones, with more points. */
export function listWindows(limits: Limits): readonly Window[] {
  return [
    { name: 'read-burst', of: 'reads', points: limits.readBurst, seconds: toSeconds(limits.readBurstMs) },
    { name: 'faulty', of: 'faulty', points: limits.readBurst, seconds: toSeconds(limits.readBurstMs) },
    { name: 'reads', of: 'reads', points: limits.readsPerMinute, seconds: 60 },
    { name: 'cost', of: 'cost', points: limits.costPerMinute, seconds: 60 },
    {
      ...{ name: 'write-burst', of: 'writes', points: limits.writeBurst },
      seconds: toSeconds(limits.writeBurst * limits.writeMs),
    },
    { name: 'writes', of: 'writes', points: limits.writesPerHour, seconds: 3_600 },
  ];
}

/** Whole seconds, as Redis counts them; without one a counter would never end. */
export function toSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
