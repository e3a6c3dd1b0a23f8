import { round } from '../shared/round.ts';
import { median, spreadOf } from '../shared/statistics.ts';
import type { CaseName } from './cases.ts';
import type { Sample } from './measure/measure.ts';
import type { Asked } from './measure/statement-proxy.ts';
import type { ContestantName } from './servers/contestant.ts';

/** A row: the samples of a contestant in one case, one from each round, or why there is none. */
export interface Result {
  readonly name: CaseName;
  readonly contestant: ContestantName;
  readonly connections: number;
  readonly samples: readonly (Sample | Error)[];
  readonly asked: Asked;
}

type Column = readonly [title: string, cell: (result: Result, limit: Result | null) => string];

const NONE = '–';

const COLUMNS: readonly Column[] = [
  ['CPU × limit', (one, limit) => ratio(cpuOf, one, limit)],
  ['requests/s × limit', (one, limit) => ratio(rateOf, one, limit)],
  ['CPU µs: service', (one) => middle(one, ({ serviceMicros }) => serviceMicros)],
  ['database', (one) => middle(one, ({ databaseMicros }) => databaseMicros)],
  ['requests/s', (one) => middle(one, rateOf)],
  ['p50 ms', (one) => middle(one, ({ p50 }) => p50)],
  ['p99 ms', (one) => middle(one, ({ p99 }) => p99)],
  ['statements', ({ asked }) => asked.statements.toFixed(1)],
  ['round trips', ({ asked }) => asked.roundTrips.toFixed(1)],
  ['resident MiB', (one) => most(one, ({ peaks }) => peaks.resident / 2 ** 20)],
  ['heap MiB', (one) => most(one, ({ peaks }) => peaks.heap / 2 ** 20)],
  ['KiB an answer', (one) => middle(one, ({ answerBytes }) => answerBytes / 1024)],
];

/** A Markdown table for each number of connections, and what was not measured. */
export function makeTables(results: readonly Result[]): string {
  const connections = [...new Set(results.map((one) => one.connections))].sort((a, b) => b - a);
  const tables = connections.map((count) => {
    const title = `${count} ${count === 1 ? 'connection' : 'connections'}:`;
    return `${title}\n\n${makeTable(results.filter((one) => one.connections === count))}`;
  });
  const failed = results.flatMap(({ name, contestant, connections: count, samples }) =>
    samples.flatMap((sample) =>
      sample instanceof Error ? [`- ${name}, ${contestant}, ${count} connections: ${sample.message}`] : [],
    ),
  );
  return [...tables, ...(failed.length === 0 ? [] : [`Not measured:\n\n${failed.join('\n')}`])].join('\n\n');
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
    return base === undefined || base instanceof Error || sample instanceof Error ? [] : [of(sample) / of(base)];
  });
  if (ratios.length === 0) return NONE;
  const spread = spreadOf(ratios);
  const range = ratios.length === 1 ? '' : ` (${spread.min.toFixed(2)}–${spread.max.toFixed(2)})`;
  return `${spread.median.toFixed(2)}${range}`;
}

function middle(one: Result, of: (sample: Sample) => number | null): string {
  const values = valuesOf(one, of);
  return values.length === 0 ? NONE : round(median(values));
}

function most(one: Result, of: (sample: Sample) => number): string {
  const values = valuesOf(one, of);
  return values.length === 0 ? NONE : round(spreadOf(values).max);
}

function valuesOf({ samples }: Result, of: (sample: Sample) => number | null): number[] {
  return samples.flatMap((sample) => (sample instanceof Error ? [] : (of(sample) ?? [])));
}
