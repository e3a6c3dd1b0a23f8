import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { OK } from './observation.ts';
import type { Observer } from './observer.ts';
import { OperationLabels } from './operation-labels.ts';

/** A figure that is read when somebody asks. */
interface Reading {
  readonly name: string;
  readonly help: string;
  read(): number;
}

/** What the process counts of itself, for Prometheus. */
export interface Metrics {
  readonly observer: Observer;
  readonly contentType: string;
  /** Adds a figure that goes up and down. */
  gauge(reading: Reading): void;
  /** Adds a figure that only goes up. */
  counter(reading: Reading): void;
  print(): Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const PRICES = [1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** The rules that the codes of operations tell of. */
const RULES: Partial<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'syntax',
  GRAPHQL_VALIDATION_FAILED: 'validation',
  INTROSPECTION_DISABLED: 'introspection',
  QUERY_TOO_COMPLEX: 'complexity',
  RATE_LIMITED: 'rate',
  UNAUTHENTICATED: 'identity',
};

/** @param options.names the operations that always have a label of their own. */
export function createMetrics({ names = [] }: { names?: readonly string[] } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    observer: countRequests(registry, new OperationLabels(names)),
    contentType: registry.contentType,
    gauge({ name, help, read }) {
      new Gauge({
        ...{ name, help, registers },
        collect() {
          this.set(read());
        },
      });
    },
    counter({ name, help, read }) {
      new Counter({
        ...{ name, help, registers },
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },
    print: async () => await registry.metrics(),
  };
}

function countRequests(registry: Registry, labels: OperationLabels): Observer {
  const registers = [registry];
  const operations = new Counter({
    name: 'colloquy_operations_total',
    help: 'Operations that were answered, by the code of the answer.',
    labelNames: ['operation', 'kind', 'door', 'code'],
    registers,
  });
  const seconds = new Histogram({
    name: 'colloquy_operation_duration_seconds',
    help: 'The time from the arrival of an operation until its answer; of a subscription, until it had started.',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  const prices = new Histogram({
    name: 'colloquy_operation_price',
    help: 'The prices of operations.',
    labelNames: ['operation'],
    buckets: PRICES,
    registers,
  });
  const requests = new Counter({
    name: 'colloquy_http_requests_total',
    help: 'Requests of HTTP, by the route that answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const refusals = new Counter({
    name: 'colloquy_refusals_total',
    help: 'What was refused, by the rule that it broke.',
    labelNames: ['rule'],
    registers,
  });
  return {
    operation({ name, kind, door, price, durationMs, code }) {
      const operation = labels.labelOf(name, { isKnown: code === OK });
      operations.inc({ operation, kind: kind ?? 'unknown', door, code });
      seconds.observe({ operation }, durationMs / 1_000);
      if (price !== null) prices.observe({ operation }, price);
      const rule = RULES[code];
      if (rule !== undefined) refusals.inc({ rule });
    },
    request({ method, route, status }) {
      requests.inc({ method: METHODS.has(method) ? method : 'other', route, status });
    },
    refused: (rule) => refusals.inc({ rule }),
  };
}
