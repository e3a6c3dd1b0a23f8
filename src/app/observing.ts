import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Limits } from '../config/limits.ts';
import { UnreadBytes } from '../execution/unread-bytes.ts';
import { RunningWork } from '../execution/running-work.ts';
import { createHttpServer, listen } from '../http/http-server.ts';
import type { KeptAnswers } from '../domain/kept-answers.ts';
import type { WriterQueue } from '../data/database/writer-queue.ts';
import type { Delivery } from '../live/delivery/delivery.ts';
import { logRequests } from '../observe/log-requests.ts';
import { createMetrics, type Metrics } from '../observe/metrics.ts';
import { observeWith, type Observer } from '../observe/observer.ts';
import type { Tracing } from '../observe/tracing.ts';
import { createMetricsPage } from '../pages/metrics.ts';
import { findRoute, textResponse } from '../pages/route.ts';
import { NOBODY } from '../session/session.ts';

/** What hears of every operation and request. */
interface Observing {
  readonly observer: Observer;
  /** Null where nobody asks for them. */
  readonly metrics: Metrics | null;
  readonly tracing: Tracing | null;
}

interface ObservingOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** The documents that are registered: the names of their operations are known. */
  readonly documents: readonly { readonly text: string }[];
}

export async function createObserving({ config, logger, documents }: ObservingOptions): Promise<Observing> {
  const metrics =
    config.hasMetrics || config.metricsPort !== null
      ? createMetrics({ names: documents.flatMap(({ text }) => findNames(text)) })
      : null;
  const observers = [...(config.logsRequests ? [logRequests(logger)] : []), ...(metrics ? [metrics.observer] : [])];
  return { observer: observeWith(observers), metrics, tracing: config.hasTracing ? await loadTracing(logger) : null };
}

/** The names of a document's operations, roughly: they are only labels. */
function findNames(text: string): string[] {
  return [...text.matchAll(/\b(?:query|mutation|subscription)\s+(\w+)/g)].map(([, name = '']) => name);
}

async function loadTracing(logger: Logger): Promise<Tracing> {
  const { openTracing } = await import('../observe/open-telemetry.ts');
  return openTracing({ logger });
}

interface Watched {
  readonly pool: Pool;
  readonly delivery: Delivery;
  readonly writers: WriterQueue;
  readonly answers: KeptAnswers;
  readonly openSockets: () => number;
}

/** Adds what is read of the parts of a service that runs. */
export function watchService(metrics: Metrics, { pool, delivery, writers, answers, openSockets }: Watched): void {
  const { counts } = delivery;
  metrics.gauge({ name: 'colloquy_sockets', help: 'WebSockets that are open.', read: openSockets });
  metrics.gauge({
    name: 'colloquy_live_streams',
    help: 'Subscriptions that are open.',
    read: () => counts.subscribers,
  });
  metrics.gauge({
    name: 'colloquy_live_streams_behind',
    help: 'Subscriptions that have not been sent everything that was read for them: they replay, or their clients read slowly.',
    read: () => delivery.backlog.streams,
  });
  metrics.gauge({
    name: 'colloquy_live_lag_events',
    help: 'The events that the subscription that is furthest behind has not been sent.',
    read: () => delivery.backlog.events,
  });
  metrics.counter({
    name: 'colloquy_live_executions_total',
    help: 'Executions of events, each shared by the subscriptions that ask the same.',
    read: () => counts.executions,
  });
  metrics.counter({
    name: 'colloquy_live_deliveries_total',
    help: 'Results that were sent to subscriptions.',
    read: () => counts.deliveries,
  });
  metrics.gauge({
    name: 'colloquy_writers_waiting',
    help: 'Writers that wait for their turn.',
    read: () => writers.waiting,
  });
  metrics.counter({
    name: 'colloquy_answers_used_again_total',
    help: 'Answers that were kept, and sent again because nothing had changed that they show.',
    read: () => answers.used,
  });
  metrics.gauge({
    name: 'colloquy_answers_kept_bytes',
    help: 'The size of the answers that are kept.',
    read: () => answers.bytes,
  });
  metrics.gauge({
    name: 'colloquy_pool_connections',
    help: 'Connections to the database.',
    read: () => pool.totalCount,
  });
  metrics.gauge({
    name: 'colloquy_pool_idle_connections',
    help: 'Connections to the database that nobody uses.',
    read: () => pool.idleCount,
  });
  metrics.gauge({
    name: 'colloquy_pool_waiting',
    help: 'Statements and transactions that wait for a connection.',
    read: () => pool.waitingCount,
  });
}

/** Serves the metrics on a port of their own, and nothing else. @throws {ListenError} */
export async function serveMetrics(
  metrics: Metrics,
  { host, port, limits, logger }: { host: string; port: number; limits: Limits; logger: Logger },
): Promise<{ readonly port: number; close(): void }> {
  const routes = [createMetricsPage(metrics)];
  const server = createHttpServer({
    direct: null,
    handle: async (request) => {
      const found = findRoute(routes, new URL(request.url).pathname);
      if (found === null) return textResponse('There is only /metrics here.\n', { status: 404 });
      const identify = () => Promise.resolve(NOBODY);
      const context = { params: found.params, address: null, requestId: '', identify, awaitBody: () => undefined };
      return await found.route.handle(request, context);
    },
    ...{ basePath: '', limits, logger, work: new RunningWork(), isEnding: () => false },
    unread: new UnreadBytes(limits.unreadBytes),
    countPeer: (peer) => peer,
    observer: metrics.observer,
  });
  const { port: taken } = await listen(server, { host, port, setting: 'METRICS_PORT' });
  return {
    port: taken,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
