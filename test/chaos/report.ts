import type { Deliveries } from './judge.ts';

/** The outcome of a run. */
export interface Report extends Deliveries {
  /** What moderators who follow the queue were told. */
  readonly queue: Deliveries;
  readonly seed: number;
  /** Acknowledged comments that are not stored exactly once under their number. */
  readonly missing: number;
  /** Comments that were not asked for: a retry that was written as another comment. */
  readonly unasked: number;
  /** Counters that differ, and holes in the log. */
  readonly differences: number;
  /** Instances that ended by themselves. */
  readonly fallen: number;
  /** Whether every subscriber received the last comment in time. */
  readonly isSettled: boolean;
  /** Streams that ended by themselves, and why. */
  readonly ended: readonly string[];
  /** How often each fault was caused. */
  readonly faults: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** The figures that must be 0. */
export function countFaults({ lost, twice, outOfOrder, queue, missing, unasked, differences, fallen, ended }: Report) {
  const ofQueue = { queueLost: queue.lost, queueTwice: queue.twice, queueOutOfOrder: queue.outOfOrder };
  return { lost, twice, outOfOrder, ...ofQueue, missing, unasked, differences, fallen, ended: ended.length };
}

export function describeReport(report: Report): string {
  const faults = Object.entries(report.faults).map(([fault, count]) => `${count} × ${fault}`);
  return [
    `deliveries                      ${report.delivered}`,
    `lost                            ${report.lost}`,
    `twice                           ${report.twice}`,
    `out of order                    ${report.outOfOrder}`,
    `queue: deliveries               ${report.queue.delivered}`,
    `queue: lost, twice, disordered  ${report.queue.lost}, ${report.queue.twice}, ${report.queue.outOfOrder}`,
    `acknowledged comments missing   ${report.missing}`,
    `comments too many               ${report.unasked}`,
    `counters that differ, holes     ${report.differences}`,
    `instances that fell             ${report.fallen}`,
    `streams that ended              ${report.ended.length}`,
    ...new Set(report.ended.map((reason) => `  ${reason}`)),
    `faults                          ${faults.join(', ')}`,
    `seconds                         ${report.seconds}`,
    `seed                            ${report.seed}`,
  ].join('\n');
}
