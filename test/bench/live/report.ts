import type { ContestantName } from './arguments.ts';
import type { Measurement } from './measure.ts';
import type { Scenario } from './scenarios.ts';
import { round } from '../shared/round.ts';
import { median, percentile, spreadOf } from '../shared/statistics.ts';

/** A row: the measurement, or why there is none. */
export interface Result {
  readonly scenario: Scenario;
  readonly contestant: ContestantName;
  readonly outcome: Measurement | Error;
}

type Column = readonly [title: string, cell: (measured: Measurement, limit: Measurement | null) => string];

const NONE = '–';

const DELIVERY: readonly Column[] = [
  ['deliveries per second', ({ bursts }) => range(bursts.map((burst) => burst.deliveriesPerSecond))],
  ['share of the limit', (one, limit) => ratio(rateOf(one), limit && rateOf(limit))],
  ['server CPU µs per delivery', ({ bursts }) => cpuCell(bursts.map((burst) => burst.serverMicros))],
  ['of which writes', (one) => writeShare(one)],
  ['last delivery p50 ms', ({ paced }) => round(median(paced.lastDeliveryMillis))],
  ['p99 ms', (one) => round(p99Of(one))],
  ['p99 / limit', (one, limit) => ratio(p99Of(one), limit && p99Of(limit))],
  ['events per round', ({ eventsARound }) => String(eventsARound)],
];

const COST: readonly Column[] = [
  ['idle KiB per subscriber', (one) => one.idleBytesASubscriber.map((bytes) => round(bytes / 1024)).join(' / ')],
  ['peak MiB', ({ peakBytes }) => peakBytes.map((bytes) => round(bytes / 2 ** 20)).join(' / ')],
  ['answer p50 ms', ({ paced }) => round(median(paced.answerMillis))],
  ['without subscribers ms', ({ quiet }) => round(median(quiet.answerMillis))],
  ['ratio', ({ paced, quiet }) => ratio(median(paced.answerMillis), median(quiet.answerMillis))],
  ['executions / deliveries per event', ({ counted }) => countedCell(counted)],
  ['additional statements per event', (one) => round(median(one.paced.statements) - median(one.quiet.statements))],
  ['client CPU µs per delivery', ({ bursts }) => round(median(bursts.map((burst) => burst.clientMicros)))],
  ['bytes per message', ({ bursts }) => round(median(bursts.map((burst) => burst.messageBytes)))],
];

/** Two Markdown tables: the speed of delivery, and its cost. */
export function makeTables(results: readonly Result[]): string {
  const failed = results.flatMap(({ scenario, contestant, outcome }) =>
    outcome instanceof Error ? [`- ${scenario.name}, ${contestant}: ${outcome.message}`] : [],
  );
  return [
    makeTable(DELIVERY, results),
    makeTable(COST, results),
    ...(failed.length === 0 ? [] : [`Not measured:\n\n${failed.join('\n')}`]),
  ].join('\n\n');
}

function makeTable(columns: readonly Column[], results: readonly Result[]): string {
  const head = ['scenario', 'contestant', ...columns.map(([title]) => title)];
  const rows = results.map(({ scenario, contestant, outcome }) => {
    const limit = results.find((one) => one.contestant === 'limit' && one.scenario === scenario)?.outcome ?? null;
    const measured = limit instanceof Error ? null : limit;
    const cells = columns.map(([, cell]) => (outcome instanceof Error ? NONE : cell(outcome, measured)));
    return [scenario.name, contestant, ...cells];
  });
  const rule = head.map((_, index) => (index < 2 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rateOf({ bursts }: Measurement): number {
  return median(bursts.map(({ deliveriesPerSecond }) => deliveriesPerSecond));
}

function p99Of({ paced }: Measurement): number {
  return percentile(paced.lastDeliveryMillis, 99);
}

/** One figure for each server, in the order of their start. */
function cpuCell(rounds: readonly (readonly number[])[]): string {
  const servers = rounds[0] ?? [];
  return servers.map((_, server) => range(rounds.map((micros) => micros[server] ?? 0))).join(' / ');
}

/** The cost of an event without subscribers, divided by the deliveries of one server. */
function writeShare({ writeMicros, perEvent, peakBytes }: Measurement): string {
  return round((writeMicros * peakBytes.length) / perEvent);
}

function countedCell(counted: Measurement['counted']): string {
  return counted === null ? NONE : `${round(counted.executions)} / ${round(counted.deliveries)}`;
}

function range(values: readonly number[]): string {
  const { median: middle, min, max } = spreadOf(values);
  return `${round(middle)} (${round(min)}–${round(max)})`;
}

function ratio(value: number, base: number | null): string {
  return base === null || base === 0 ? NONE : (value / base).toFixed(2);
}
