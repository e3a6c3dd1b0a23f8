import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { useApiToken } from '../data/administered/api-tokens.ts';
import { openDatabase } from '../data/database/database.ts';
import { Arrivals } from '../execution/arrivals.ts';
import { PublicPages } from '../data/by-address/page-posts.ts';
import { PublicPosts } from '../data/shared/public-posts.ts';
import { DiscussionStates } from '../data/shared/discussion-states.ts';
import { KeptAnswers } from '../domain/kept-answers.ts';
import { createWriterQueue } from '../data/database/writer-queue.ts';
import { migrate, MIGRATIONS } from '../data/database/migrate.ts';
import type { Services } from '../domain/service-session.ts';
import { findKeyOfPage } from '../domain/by-address/find-page.ts';
import { createContext } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import { createDelivery } from '../live/delivery/delivery.ts';
import { createHub } from '../live/doorbell/hub.ts';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.ts';
import { createAddresses } from '../config/addresses.ts';
import type { DemoPost } from '../pages/playground/playground-tabs.ts';
import { createMetricsPage } from '../pages/metrics.ts';
import { createReaderPages } from '../pages/reader-pages.ts';
import { createObserving, serveMetrics, watchService } from './observing.ts';
import { chargeReads } from '../http/charge-reads.ts';
import { reportFailure } from './report-failure.ts';
import { readReadiness } from './readiness.ts';
import { startServer } from './serve.ts';
import { warnOfFewOpenFiles } from './open-files.ts';
import { openRates } from './open-rates.ts';
import { chooseDoorbell } from './choose-doorbell.ts';
import { demoTemplate } from './demo/demo-template.ts';
import { findDemo } from './demo/find-demo.ts';
import { createRenderer } from '../text/renderer.ts';
import { startLogKeeping } from './log-keeping.ts';
import { findTrustedDocuments } from './trusted-documents.ts';
import { createTransfers } from './transfers/transfers.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { startDemoCommenter } from './demo/demo-commenter.ts';

const NOTICE = 2_000; // 2 seconds: twice the interval at which compose.yaml's load balancer asks for `/ready`

const CLOSE_WITHIN = 10_000; // 10 seconds each: a database that has silently gone never ends its connections

const EMBEDDED_IN_PRODUCTION =
  'DATABASE_URL is not set: the embedded database is used, which serves one process and may not survive a loss of power';

/** A running service. */
export interface App {
  /** Its own address, without a slash at the end. */
  readonly url: string;
  readonly services: Services;
  /** The port that serves metrics and nothing else; null where there is none. */
  readonly metricsPort: number | null;
  /** The post of the demo discussion, where it was seeded at this start or an earlier one. */
  readonly demo: DemoPost | null;
  /** Finishes what runs (at most 10 seconds), tells streams to come back, and closes everything it opened. Never fails. */
  close(): Promise<void>;
}

/**
 * Opens the database, migrates it, seeds the demo into an empty one, and listens.
 *
 * @throws {ConfigError} when a trusted document cannot be executed; {DatabaseUnavailableError}; {ListenError}; each with its cure; nothing stays open then.
 */
export async function startApp({ config, logger }: { config: Config; logger: Logger }): Promise<App> {
  const opened: (() => void | Promise<void>)[] = [];
  const close = async () => {
    // In reverse, because later parts use earlier ones. A part that cannot be closed keeps no other open.
    for (const end of opened.splice(0).reverse()) {
      await Promise.race([end(), setTimeout(CLOSE_WITHIN, undefined, { ref: false })]).catch((error: unknown) => {
        logger.warn({ err: error }, 'something could not be closed');
      });
    }
  };

  try {
    const trusted = findTrustedDocuments(config);
    const { observer, metrics, tracing } = await createObserving({ config, logger, documents: trusted.documents });
    if (tracing !== null) opened.push(() => tracing.close());
    const onError = reportFailure(logger, 'work in the background failed');
    const { databaseUrl, dataDir } = config;
    const firstStart = config.hasDemo ? { template: demoTemplate } : {};
    const limits = { ...DEFAULT_LIMITS, ...(config.isProduction && { noticeMs: NOTICE }), ...config.limits };
    if (config.isProduction) warnOfFewOpenFiles({ limits, logger });
    const { queryMs } = limits;
    const database = await openDatabase({ databaseUrl, dataDir, onError, queryMs, ...firstStart });
    opened.push(() => database.close());
    tracing?.watchPool(database.pool);
    if (config.isProduction && databaseUrl === null) logger.warn(EMBEDDED_IN_PRODUCTION);
    await migrate(database.pool, { directory: MIGRATIONS });

    const bell = await chooseDoorbell({ config, logger });
    opened.push(() => bell.close());
    const renderer = createRenderer({
      limits,
      onError: (error) => logger.error({ err: error }, 'a thread that renders texts has died'),
    });
    opened.push(() => renderer.close());
    const keeping = startLogKeeping({ config, logger, database, bell, renderer });
    opened.push(() => keeping.close());
    const { doorbell } = keeping;
    const hub = createHub({ pool: database.pool, doorbell, onError });
    opened.push(() => hub.close());
    const delivery = createDelivery({ hub, limits, onError });
    opened.push(() => delivery.close());

    const { rates, close: closeRates } = await openRates({ config, limits, logger, database });
    opened.push(closeRates);

    let url = config.publicUrl ?? '';
    const addresses = createAddresses({ service: () => url, postUrl: config.postUrl });
    const arrivals = new Arrivals();
    const services = createServices({ config, database, doorbell, addresses, rates, renderer }, { limits, arrivals });
    if (config.hasDemo) await seedDemo(services, { now: new Date() });
    const demo = config.hasDemo ? await findDemo(database.pool, config.reactions) : null;

    const transfers = createTransfers({ services, logger, limits });
    opened.push(() => transfers.close());
    const server = await startServer({
      config,
      logger,
      schema,
      createContext: (session, execution) => createContext(services, session, execution),
      ...{ delivery, rates, arrivals, answers: services.answers, observer, tracing },
      useApiToken: (used) => useApiToken(database.pool, used),
      readReadiness: () => readReadiness({ database, bell, logger }),
      limits,
      demo,
      trusted,
      routes: [
        ...createReaderPages(services).map((route) => chargeReads(route, rates)),
        ...transfers.routes,
        ...(metrics !== null && config.hasMetrics ? [createMetricsPage(metrics)] : []),
      ],
    });
    opened.push(() => server.close());
    // Before the server, which waits for what it answers: files may be on their way for hours.
    opened.push(() => transfers.stopImports());
    url ||= server.url;
    if (metrics !== null) {
      watchService(metrics, { pool: database.pool, delivery, ...services, openSockets: server.openSockets });
    }
    let metricsPort: number | null = null;
    if (metrics !== null && config.metricsPort !== null) {
      const own = await serveMetrics(metrics, { host: config.host, port: config.metricsPort, limits, logger });
      opened.push(() => own.close());
      metricsPort = own.port;
    }

    if (demo !== null && config.hasDemoCommenter) {
      const commenter = startDemoCommenter(services, { random: Math.random, now: () => new Date(), onError });
      opened.push(() => commenter.stop());
    }
    return { url, metricsPort, services, demo, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function createServices(
  opened: Omit<Services, 'writers' | 'answers' | 'publicPosts' | 'publicPages'>,
  { limits, arrivals }: { limits: Limits; arrivals: Arrivals },
): Services {
  const { pool, connections } = opened.database;
  const states = new DiscussionStates(pool, { keyOf: (url) => findKeyOfPage(opened, url) });
  return {
    ...opened,
    writers: createWriterQueue({ limits, connections, arrivals }),
    publicPosts: new PublicPosts(pool),
    publicPages: new PublicPages(pool),
    answers: new KeptAnswers({ states, bytes: limits.keptBytes }),
  };
}
