import { randomBytes, randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { findTrustedDocuments } from '../../src/app/trusted-documents.ts';
import type { ServerOptions } from '../../src/app/serve.ts';
import { createAddresses } from '../../src/config/addresses.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/config/config.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/config/limits.ts';
import { useApiToken } from '../../src/data/administered/api-tokens.ts';
import type { Database } from '../../src/data/database/database.ts';
import { PublicPages } from '../../src/data/by-address/page-posts.ts';
import { PublicPosts } from '../../src/data/shared/public-posts.ts';
import { DiscussionStates } from '../../src/data/shared/discussion-states.ts';
import { KeptAnswers } from '../../src/domain/kept-answers.ts';
import { createWriterQueue } from '../../src/data/database/writer-queue.ts';
import type { Services } from '../../src/domain/service-session.ts';
import { findKeyOfPage } from '../../src/domain/by-address/find-page.ts';
import { Arrivals } from '../../src/execution/arrivals.ts';
import { createEngine } from '../../src/execution/engine.ts';
import type { WrittenResult } from '../../src/execution/executor/json-text.ts';
import type { Operation as EngineOperation, OperationRequest } from '../../src/execution/operation.ts';
import { NO_RATES } from '../../src/execution/rates/rates.ts';
import { RunningWork } from '../../src/execution/running-work.ts';
import { createContext } from '../../src/graphql/context.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createDelivery } from '../../src/live/delivery/delivery.ts';
import type { Delivery } from '../../src/live/delivery/delivery.ts';
import { CLOCK, type Clock } from '../../src/live/delivery/pace.ts';
import type { Doorbell } from '../../src/live/doorbell/doorbell.ts';
import { createHub } from '../../src/live/doorbell/hub.ts';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { Observation } from '../../src/observe/observation.ts';
import { UNOBSERVED } from '../../src/observe/observer.ts';
import type { TypedDocumentString } from '../../src/sdk/generated/operations.ts';
import { createRenderer } from '../../src/text/renderer.ts';
import type { ClientRates } from '../../src/session/rates.ts';
import { NOBODY } from '../../src/session/session.ts';
import type { Account, Identity } from '../../src/session/session.ts';
import { READY } from './ready.ts';
import { collectResults, CodedResultError } from './collect-results.ts';

/** The service without HTTP and WebSocket: the engine to which both pass their operations. */
export interface TestApi {
  readonly services: Services;
  readonly delivery: Delivery;
  /** The data of an operation that must succeed. */
  data<Result, Variables>(operation: Operation<Result, Variables>): Promise<Result>;
  /** The codes of an operation's errors. */
  codes<Result, Variables>(operation: Operation<Result, Variables>): Promise<string[]>;
  /** The whole result of an operation, whose client may leave. */
  result<Result, Variables>(operation: Operation<Result, Variables>, signal?: AbortSignal): Promise<ExecutionResult>;
  /** The data of each event of a subscription. */
  follow<Result, Variables>(operation: Operation<Result, Variables>): Promise<AsyncIterableIterator<Result>>;
}

/** A document, its variables, and the identity that sends it, which is anonymous by default. */
export type Operation<Result, Variables> = readonly [
  document: TypedDocumentString<Result, Variables> | string,
  variables?: Variables,
  identity?: Identity | undefined,
];

interface ApiOptions {
  /** The doorbell that writes ring and subscriptions listen to; one in memory by default. */
  readonly doorbell?: Doorbell;
  /** Milliseconds between two polls for events without a ring. */
  readonly pollEvery?: number;
  readonly limits?: Partial<Limits>;
  /** By which feeds are paced that are not read at every ring. */
  readonly clock?: Clock;
  /** What a writer is charged; nothing by default. */
  readonly rates?: ClientRates;
}

export function openTestApi(
  database: Database,
  settings: Partial<Config> = {},
  { doorbell = createMemoryDoorbell(), limits = {}, rates = NO_RATES, clock = CLOCK, ...polling }: ApiOptions = {},
): TestApi {
  const services = { ...createTestServices(database, settings, limits), doorbell, rates };
  const hub = createHub({ pool: database.pool, doorbell, onError: report, ...polling });
  const delivery = createDelivery({ hub, limits: { ...DEFAULT_LIMITS, ...limits }, clock, onError: report });
  afterAll(async () => {
    delivery.close();
    hub.close();
    await doorbell.close();
  });

  const unexpected: string[] = [];
  const engine = createEngine({
    schema,
    createContext: (session, execution) => createContext(services, session, execution),
    delivery,
    hasIntrospection: true,
    hasSuggestions: true,
    trusted: { documents: [], only: false },
    now: () => new Date(),
    limits: { ...DEFAULT_LIMITS, ...limits },
    rates: NO_RATES,
    logger: pino({ level: 'error' }, { write: (line: string) => unexpected.push(line) }),
    work: new RunningWork(),
    arrivals: new Arrivals(),
    answers: services.answers,
  });

  const prepare = <Result, Variables>([source, variables]: Operation<Result, Variables>): OperationRequest => {
    const document = engine.parse(source.toString(), { identity: NOBODY, address: null });
    const errors = engine.validate(document);
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
    return { document, variables: { ...variables } };
  };
  const execute = async <Result, Variables>(
    operation: Operation<Result, Variables>,
    signal = new AbortController().signal,
  ): Promise<ExecutionResult> =>
    asRead(await engine.execute({ ...anOperation(operation[2]), signal }, prepare(operation)));
  const dataOf = <Result>(
    { data, errors = [] }: ExecutionResult,
    [source, variables]: readonly [source: object | string, variables?: unknown, identity?: Identity | undefined],
  ): Result => {
    if (errors.length === 0) return data as Result;
    const reasons = errors.map(({ message }) => message);
    throw new Error([String(source), JSON.stringify(variables), ...reasons, ...unexpected.slice(-1)].join('\n'));
  };

  return {
    services,
    delivery,
    async data<Result, Variables>(operation: Operation<Result, Variables>) {
      return dataOf<Result>(await execute(operation), operation);
    },
    async codes(operation) {
      const { errors = [] } = await execute(operation);
      return errors.map(({ extensions }) => String(extensions['code']));
    },
    result: execute,
    async follow<Result, Variables>(operation: Operation<Result, Variables>) {
      const request = prepare(operation);
      return await collectResults(
        async (sink) => {
          const started = await engine.subscribe({ ...anOperation(operation[2]), sink }, request);
          return Symbol.asyncIterator in started ? started : asRead(started);
        },
        (result) => dataOf<Result>(result, operation),
      );
    },
  };
}

function anOperation(identity: Identity = NOBODY): EngineOperation {
  const requestId = randomUUID();
  return {
    identity,
    address: null,
    requestId,
    observation: new Observation(UNOBSERVED, { requestId, door: 'http' }),
    signal: new AbortController().signal,
    lastEventId: null,
    sink: {
      send() {
        throw new CodedResultError('A query has no events.');
      },
    },
  };
}

export function createTestServices(
  database: Database,
  settings: Partial<Config> = {},
  limits: Partial<Limits> = {},
): Services {
  const aSecret = () => randomBytes(32).toString('hex');
  const env = { NODE_ENV: 'test', AUTH_SECRET: aSecret(), VOICE_SECRET: aSecret(), RATE_LIMITS: 'off' };
  const config = { ...readConfig(env), ...settings };
  const addresses = createAddresses({ service: () => 'http://127.0.0.1:4000', postUrl: config.postUrl });
  const whole = { ...DEFAULT_LIMITS, ...limits };
  const writers = createWriterQueue({ limits: whole, connections: database.connections, arrivals: new Arrivals() });
  const states = new DiscussionStates(database.pool, { keyOf: (url) => findKeyOfPage({ addresses }, url) });
  const answers = new KeptAnswers({ states, bytes: whole.keptBytes });
  const publicPosts = new PublicPosts(database.pool);
  const publicPages = new PublicPages(database.pool);
  const renderer = createRenderer({ limits: whole, onError: report });
  afterAll(() => renderer.close());
  return {
    config,
    database,
    doorbell: createMemoryDoorbell(),
    addresses,
    rates: NO_RATES,
    writers,
    renderer,
    answers,
    publicPosts,
    publicPages,
  };
}

/** The options of a server for the service. */
export function serverOptions({ services, delivery }: Pick<TestApi, 'services' | 'delivery'>): ServerOptions {
  return {
    config: { ...services.config, host: '127.0.0.1', port: 0 },
    logger: pino({ level: 'silent' }),
    schema,
    createContext: (session, execution) => createContext(services, session, execution),
    delivery,
    rates: NO_RATES,
    arrivals: new Arrivals(),
    answers: services.answers,
    useApiToken: (used) => useApiToken(services.database.pool, used),
    readReadiness: () => Promise.resolve(READY),
    trusted: findTrustedDocuments(services.config),
  };
}

/** The account of a handle. */
export function anAccount(handle: string, role: Account['role'] = 'READER'): Identity {
  const expiresAt = new Date(Date.now() + 3_600_000);
  return {
    account: { issuer: '', subject: handle, handle, name: null, avatarUrl: null, role, expiresAt, scopes: null },
    voiceHash: null,
  };
}

/** A guest with a voice. */
export function aVoice(name: string): Identity {
  return { account: null, voiceHash: Buffer.from(name).toString('hex').padEnd(64, '0') };
}

function report(error: unknown): void {
  console.error(error);
}

/** A result as its client reads it, with the errors as they were made. */
function asRead({ data, ...result }: WrittenResult): ExecutionResult {
  return data === undefined ? result : { ...result, data: data === null ? null : data.read() };
}
