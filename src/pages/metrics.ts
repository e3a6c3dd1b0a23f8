import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { textResponse, type Route } from './route.ts';

/** What live delivery has done, as it counts it. */
interface DeliveryCounts {
  readonly subscribers: number;
  readonly executions: number;
  readonly deliveries: number;
}

/** Metrics for Prometheus: how the process does, and what live delivery has done. */
export function createMetricsPage(counts: DeliveryCounts): Route {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    ...{ name: 'colloquy_live_streams', help: 'Subscriptions that are open now.', registers },
    collect() {
      this.set(counts.subscribers);
    },
  });
  new Counter({
    ...{
      name: 'colloquy_live_executions_total',
      help: 'Executions of events, each shared by the subscribers that ask the same.',
      registers,
    },
    collect() {
      this.reset();
      this.inc(counts.executions);
    },
  });
  new Counter({
    ...{ name: 'colloquy_live_deliveries_total', help: 'Results that were sent to subscribers.', registers },
    collect() {
      this.reset();
      this.inc(counts.deliveries);
    },
  });
  return {
    path: /^\/metrics$/,
    async handle() {
      const headers = { 'content-type': registry.contentType, 'cache-control': 'no-store' };
      return textResponse(await registry.metrics(), { headers });
    },
  };
}
