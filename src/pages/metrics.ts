import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { LiveCounts } from '../live/delivery/recipient.ts';
import { textResponse, type Route } from './route.ts';

/** What a Prometheus server asks for: how the process does, and what the live layer has done. */
export function createMetricsPage(counts: Readonly<LiveCounts>): Route {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    ...{ name: 'colloquy_live_streams', help: 'Streams that are followed now.', registers },
    collect() {
      this.set(counts.streams);
    },
  });
  new Counter({
    ...{
      name: 'colloquy_live_executions_total',
      help: 'Executions of events, each for all who asked the same.',
      registers,
    },
    collect() {
      this.reset();
      this.inc(counts.executions);
    },
  });
  new Counter({
    ...{ name: 'colloquy_live_deliveries_total', help: 'Results that were handed to streams.', registers },
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
