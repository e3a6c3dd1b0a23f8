import { setMaxListeners } from 'node:events';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { KeptAnswers } from '../domain/kept-answers.ts';
import type { Arrivals } from '../execution/arrivals.ts';
import { createEngine } from '../execution/engine.ts';
import type { UseApiToken } from '../execution/identity/api-tokens.ts';
import { createAddressReader, createProxyMatcher } from '../execution/rates/client-address.ts';
import { Connections } from '../execution/rates/connections.ts';
import type { Rates } from '../execution/rates/rates.ts';
import { createHandler, type Handle } from '../http/handler.ts';
import { traceRequests } from '../http/trace-requests.ts';
import { createHttpServer, listen } from '../http/http-server.ts';
import { basePathOf } from '../config/addresses.ts';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.ts';
import type { TrustOptions } from '../execution/documents/trusted-documents.ts';
import type { CreateContext } from '../execution/operation.ts';
import { createYogaServer } from '../http/yoga.ts';
import { UNOBSERVED, type Observer } from '../observe/observer.ts';
import type { Tracing } from '../observe/tracing.ts';
import type { Delivery } from '../live/delivery/delivery.ts';
import { Origins } from '../execution/origins.ts';
import type { DemoPost } from '../pages/playground/playground-tabs.ts';
import type { Route } from '../pages/route.ts';
import { traceOperations } from '../execution/trace-operations.ts';
import { RunningWork } from '../execution/running-work.ts';
import { UnreadBytes } from '../execution/unread-bytes.ts';
import type { Readiness } from '../pages/service-pages.ts';
import { createCredentialKeys } from './credential-keys.ts';
import { createRoutes } from './routes.ts';
import { shutDown } from './shut-down.ts';
import { SocketServer } from '../websocket/server.ts';

export interface ServerOptions {
  readonly config: ServerConfig;
  readonly logger: Logger;
  readonly schema: GraphQLSchema;
  readonly createContext: CreateContext;
  readonly delivery: Delivery;
  readonly rates: Rates;
  /** Those that the writers of the context let pass. */
  readonly arrivals: Arrivals;
  readonly answers: KeptAnswers;
  readonly useApiToken: UseApiToken;
  readonly observer?: Observer;
  readonly tracing?: Tracing | null;
  readReadiness(): Promise<Readiness>;
  /** Pages beside the service's own. */
  readonly routes?: readonly Route[];
  /** The post that the playground's tabs and the landing page are about. */
  readonly demo?: DemoPost | null;
  /** The documents that are registered. */
  readonly trusted?: TrustOptions['trusted'];
  readonly now?: () => Date;
  readonly limits?: Partial<Limits>;
}

export type ServerConfig = Pick<
  Config,
  | 'isProduction'
  | 'port'
  | 'host'
  | 'publicUrl'
  | 'postUrl'
  | 'origins'
  | 'sites'
  | 'trustedProxies'
  | 'hasRates'
  | 'authSecret'
  | 'tokens'
  | 'voiceSecret'
  | 'hasPlayground'
  | 'hasIntrospection'
  | 'hasPublicSchema'
>;

const UNTRUSTED_PROXY =
  'a client on a private network sends X-Forwarded-For, which is not believed: if it is your proxy, all of its clients count as one until TRUST_PROXY names it';

/** Both doors, without a port. */
interface Server {
  /** Answers a request in process, under all the rules that hold over a port. */
  readonly fetch: Handle;
  /** Finishes what runs, tells streams and sockets that the service goes away, and accepts nothing more; at most 10 seconds. */
  close(): Promise<void>;
}

export interface ListeningServer extends Server {
  readonly port: number;
  /** The address as others see it, without a slash at the end. */
  readonly url: string;
  /** The number of WebSockets that are open. */
  openSockets(): number;
}

/** Listens. @throws {ListenError} with its cure, when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<ListeningServer> {
  const { listenOn, ...server } = assemble(options);
  return { ...server, ...(await listenOn(options.config)) };
}

/** Everything but the port: tests answer requests in process. */
export function createInProcessServer(options: ServerOptions): Server {
  const { fetch, close } = assemble(options);
  return { fetch, close };
}

function assemble(options: ServerOptions) {
  const { config, logger, schema, arrivals, now = () => new Date(), demo = null } = options;
  const { trusted = { documents: [], only: false }, observer = UNOBSERVED, tracing = null } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const leaving = new AbortController();
  const ending = new AbortController();
  const streamsEnding = new AbortController();
  setMaxListeners(0, streamsEnding.signal); // one for each stream
  const isEnding = () => ending.signal.aborted;
  const work = new RunningWork();
  const unread = new UnreadBytes(limits.unreadBytes);
  let url = config.publicUrl ?? formatUrl(config.host, config.port);
  const originRules = { origins: [...config.origins, ...config.sites], allowsNearby: !config.isProduction };
  let allowed = new Origins({ ...originRules, url });
  const origins = () => allowed;

  const connections = new Connections({ limits, hasRates: config.hasRates });
  const readAddress = createAddressReader({
    trustedProxies: config.trustedProxies,
    onUntrustedProxy: () => logger.warn(UNTRUSTED_PROXY),
  });

  const isProxy = createProxyMatcher(config.trustedProxies);
  const countPeer = (peer: string) =>
    config.hasRates && !isProxy(peer) ? readAddress({ peer, forwardedFor: null }) : null;

  const untraced = createEngine({
    schema,
    createContext: options.createContext,
    delivery: options.delivery,
    hasIntrospection: config.hasIntrospection,
    hasSuggestions: !config.isProduction,
    trusted,
    now,
    limits,
    rates: options.rates,
    logger,
    work,
    arrivals,
    answers: options.answers,
  });
  const engine = tracing === null ? untraced : traceOperations(untraced, tracing);
  const yoga = createYogaServer({ schema, engine, connections, ending: streamsEnding.signal, limits, logger });
  const readReadiness = async () => {
    const readiness = await options.readReadiness();
    return leaving.signal.aborted ? { ...readiness, isReady: false } : readiness;
  };
  const basePath = basePathOf(config.publicUrl);
  const pages = createRoutes({
    ...{ config, schema, demo, basePath, readReadiness, hasTrustedOnly: trusted.only },
    routes: options.routes ?? [],
    url: () => url,
  });
  const keys = createCredentialKeys(config, options);
  const rules = { keys, now, logger, observer, origins, isEnding, readAddress };
  const handle = createHandler({ yoga, engine, ...pages, ...rules });
  const fetch = tracing === null ? handle : traceRequests(handle, { tracing, routes: pages.routes });
  const server = createHttpServer({
    handle: fetch,
    direct: tracing === null ? { engine, ...rules } : null,
    basePath,
    limits,
    logger,
    work,
    unread,
    countPeer,
    observer,
    isEnding,
  });
  server.on('connection', () => arrivals.connected());
  const sockets = new SocketServer(server, { engine, schema, limits, basePath, connections, unread, ...rules });

  return {
    fetch,
    openSockets: () => sockets.open,
    close: () => shutDown({ server, sockets, work, limits, leaving, ending, streamsEnding }),
    async listenOn(wanted: { host: string; port: number }) {
      const { address, port } = await listen(server, wanted);
      if (config.publicUrl === null) {
        url = formatUrl(address, port);
        allowed = new Origins({ ...originRules, url });
      }
      return { port, url };
    },
  };
}

function formatUrl(host: string, port: number): string {
  // "All interfaces" is not an address that a browser can open.
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
