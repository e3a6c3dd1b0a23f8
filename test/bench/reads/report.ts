import { round } from '../shared/round.ts';
import { median, spreadOf } from '../shared/statistics.ts';
import type { CaseName } from './cases.ts';
import type { Sample } from './measure/measure.ts';
import type { Asked } from './measure/statement-proxy.ts';
import type { ContestantName } from './servers/contestant.ts';

/** A row: the samples of a contestant in one case, one from each round. */
export interface Result {
  readonly name: CaseName;
  readonly contestant: ContestantName;
  readonly connections: number;
  readonly samples: readonly Sample[];
  readonly asked: Asked;
}

type Column = readonly [title: string, cell: (result: Result, limit: Result | null) => string];

const NONE = '–';

const COLUMNS: readonly Column[] = [
  ['CPU × limit', (one, limit) => ratio(cpuOf, one, limit)],
  ['requests/s × limit', (one, limit) => ratio(rateOf, one, limit)],
  ['CPU µs: service', ({ samples }) => round(median(samples.map(({ serviceMicros }) => serviceMicros)))],
  ['database', ({ samples }) => databaseCell(samples)],
  ['requests/s', ({ samples }) => round(median(samples.map(rateOf)))],
  ['p50 ms', ({ samples }) => round(median(samples.map(({ p50 }) => p50)))],
  ['p99 ms', ({ samples }) => round(median(samples.map(({ p99 }) => p99)))],
  ['statements', ({ asked }) => asked.statements.toFixed(1)],
  ['round trips', ({ asked }) => asked.roundTrips.toFixed(1)],
  ['resident MiB', ({ samples }) => mebibytes(samples.map(({ peaks }) => peaks.resident))],
  ['heap MiB', ({ samples }) => mebibytes(samples.map(({ peaks }) => peaks.heap))],
  ['KiB an answer', ({ samples }) => round(median(samples.map(({ answerBytes }) => answerBytes)) / 1024)],
];

/** A Markdown table for each number of connections. */
export function makeTables(results: readonly Result[]): string {
  const connections = [...new Set(results.map((one) => one.connections))].sort((a, b) => b - a);
  return connections
    .map((count) => {
      const title = `${count} ${count === 1 ? 'connection' : 'connections'}:`;
      return `${title}\n\n${makeTable(results.filter((one) => one.connections === count))}`;
    })
    .join('\n\n');
}

function makeTable(results: readonly Result[]): string {
  const head = ['case', 'contestant', ...COLUMNS.map(([title]) => title)];
  const rows = results.map((one) => {
    const limit = results.find(({ contestant, name }) => contestant === 'limit' && name === one.name) ?? null;
    return [one.name, one.contestant, ...COLUMNS.map(([, cell]) => cell(one, limit))];
  });
  const rule = head.map((_, index) => (index < 2 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Of service and database together, or of the service alone where the database is elsewhere. */
function cpuOf({ serviceMicros, databaseMicros }: Sample): number {
  return serviceMicros + (databaseMicros ?? 0);
}

function rateOf({ requestsPerSecond }: Sample): number {
  return requestsPerSecond;
}

/** The ratio within each round: the median, and the range. */
function ratio(of: (sample: Sample) => number, one: Result, limit: Result | null): string {
  const ratios = one.samples.flatMap((sample, index) => {
    const base = limit?.samples[index];
    return base === undefined ? [] : [of(sample) / of(base)];
  });
  if (ratios.length === 0) return NONE;
  const { median: middle, min, max } = spreadOf(ratios);
  const range = ratios.length === 1 ? '' : ` (${min.toFixed(2)}–${max.toFixed(2)})`;
  return `${middle.toFixed(2)}${range}`;
}

function databaseCell(samples: readonly Sample[]): string {
  const micros = samples.flatMap(({ databaseMicros }) => databaseMicros ?? []);
  return micros.length === 0 ? NONE : round(median(micros));
}

function mebibytes(values: readonly number[]): string {
  return round(spreadOf(values).max / 2 ** 20);
}
