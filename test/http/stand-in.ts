import { EventEmitter } from 'node:events';
import { createSchema } from 'graphql-yoga';
import { pino } from 'pino';
import { afterEach } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { KnownApiToken } from '../../src/data/administered/api-tokens.ts';
import { createDelivery } from '../../src/live/delivery/delivery.ts';
import type { Delivery } from '../../src/live/delivery/delivery.ts';
import { SourceStream } from '../../src/live/delivery/source-stream.ts';
import type { Hub } from '../../src/live/doorbell/hub.ts';
import type { Feed, LiveEvent } from '../../src/live/feeds/feed.ts';
import { KeptAnswers } from '../../src/domain/kept-answers.ts';
import { Arrivals } from '../../src/execution/arrivals.ts';
import { NO_RATES } from '../../src/execution/rates/rates.ts';
import { NOBODY } from '../../src/session/session.ts';
import type { Session } from '../../src/session/session.ts';
import { READY } from '../harness/ready.ts';
import { createInProcessServer, startServer, type ServerConfig, type ServerOptions } from '../../src/app/serve.ts';
import { DEFAULT_CLAIMS } from '../../src/config/token-rules.ts';
import { signToken, type Claims } from '../../src/execution/identity/token.ts';

// A small schema with every way to fail, for tests of HTTP, WebSocket and the execution.

export const SECRET = 'a secret of tests, which has 32 bytes or more';

export const CONFIG: ServerConfig = {
  isProduction: false,
  port: 0,
  host: '127.0.0.1',
  publicUrl: null,
  postUrl: null,
  origins: ['https://paper.example', 'https://other.example'],
  sites: [],
  trustedProxies: [],
  hasRates: false,
  authSecret: SECRET,
  tokens: { keysUrl: null, issuer: null, audience: null, claims: DEFAULT_CLAIMS, roles: null, deskClientId: null },
  voiceSecret: 'another secret of tests, of 32 bytes or more',
  hasPlayground: true,
  hasIntrospection: true,
  hasPublicSchema: true,
};

/** An API token, and what the database knows of one that works. */
export const API_TOKEN = `Bearer clq_${'a'.repeat(43)}`;
export const PROGRAM: KnownApiToken = {
  issuer: '',
  subject: 'ada',
  role: 'MODERATOR',
  lastRole: 'MODERATOR',
  scopes: ['READ', 'MODERATE'],
  expiresAt: new Date('2100-01-01'),
};

const SDL = /* GraphQL */ `
  type Query {
    hello(name: String! = "you"): String!
    page(first: Int): Int
    who: String
    serial: Int!
    large(bytes: Int!): String!
    slow: String
    deep: Deep
    secretFailure: String
    coded: String
    databaseAway: String
  }
  type Deep {
    deep: Deep
    id: ID
  }
  type Mutation {
    add(number: Int!): Int
    failAway: Int
    addHalf: Half
  }
  type Half {
    away: Int!
  }
  type Subscription {
    added(after: String): Added!
    missing: Added!
    broken: Added!
  }
  type Added {
    cursor: String!
    number: Int!
    serial: Int!
    large(bytes: Int!): String!
  }
`;

export interface StandInContext {
  readonly session: Session;
  /** Counts the contexts that were made: a loader would live in one. */
  readonly serial: number;
  readonly signal: AbortSignal;
}

interface Added extends LiveEvent {
  readonly number: number;
}

export interface StandIn {
  /** Emit `added` to append a number to the log that subscriptions follow. */
  readonly events: EventEmitter;
  /** That log. */
  readonly numbers: number[];
  /** The counters of delivery: open subscriptions, and results that were sent. */
  readonly counts: Delivery['counts'];
  /** The database is away: no event can be executed. */
  isAway: boolean;
  /** The feed is over: every subscription ends with a code. */
  isOver: boolean;
  /** Signals of executions of `slow`. */
  readonly slow: AbortSignal[];
  readonly logged: Record<string, unknown>[];
}

export interface Settings extends Partial<
  Omit<ServerOptions, 'config' | 'schema' | 'createContext' | 'delivery' | 'logger'>
> {
  readonly config?: Partial<ServerConfig>;
}

export function createStandIn({ config, ...settings }: Settings = {}) {
  const events = new EventEmitter();
  const numbers: number[] = [];
  events.on('added', (number: number) => {
    numbers.push(number);
    events.emit('ring');
  });
  const delivery = createDelivery({ hub: createHub(events), onError: () => events.emit('retry') });
  const { counts } = delivery;
  const standIn: StandIn = { events, numbers, counts, isAway: false, isOver: false, slow: [], logged: [] };
  let serial = 0;
  const options: ServerOptions = {
    readReadiness: () => Promise.resolve(READY),
    rates: NO_RATES,
    useApiToken: () => Promise.resolve(null),
    arrivals: new Arrivals(),
    answers: new KeptAnswers({ states: { read: () => Promise.resolve(null) }, bytes: 0 }),
    ...settings,
    config: { ...CONFIG, ...config },
    delivery,
    schema: createSchema({ typeDefs: SDL, resolvers: createResolvers(standIn) }),
    logger: pino({ level: 'warn' }, { write: (line: string) => standIn.logged.push(JSON.parse(line)) }),
    createContext: (session, { signal }): StandInContext => ({ session, signal, serial: (serial += 1) }),
  };
  return { standIn, options };
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server without a port. */
export function openInProcess(settings: Settings = {}) {
  const { standIn, options } = createStandIn(settings);
  const server = createInProcessServer(options);
  closers.push(() => server.close());
  return { standIn, ...server };
}

/** A server on a port of its own. */
export async function openOnPort(settings: Settings = {}) {
  const { standIn, options } = createStandIn(settings);
  const server = await startServer(options);
  closers.push(() => server.close());
  return { standIn, ...server };
}

export function aToken(claims: Partial<Claims> = {}, expiresIn = 60): Promise<string> {
  return signToken({ subject: 'ada', ...claims }, { secret: SECRET, expiresIn });
}

interface Asked {
  readonly accept?: string;
  readonly headers?: Record<string, string>;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

export function aPost(query: unknown, { accept = 'application/json', headers = {}, ...rest }: Asked = {}): Request {
  return new Request('http://127.0.0.1:4000/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query, ...rest }),
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it has just asked for
  readonly body: any;
}

export async function ask(server: { fetch(request: Request): Promise<Response> }, request: Request): Promise<Answer> {
  const response = await server.fetch(request);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

function createResolvers(standIn: StandIn) {
  return {
    Query: {
      hello: (_: unknown, { name }: { name: string }) => `hello ${name}`,
      page: (_: unknown, { first }: { first: number | null }) => first,
      who: (_: unknown, __: unknown, { session }: StandInContext) =>
        session.identity.account?.subject ?? session.identity.voiceHash,
      serial: (_: unknown, __: unknown, { serial }: StandInContext) => serial,
      large: (_: unknown, { bytes }: { bytes: number }) => {
        standIn.events.emit('large');
        return 'x'.repeat(bytes);
      },
      slow: (_: unknown, __: unknown, { signal }: StandInContext) => {
        standIn.slow.push(signal);
        standIn.events.emit('slow');
        return new Promise((resolve, reject) => {
          standIn.events.once('go on', (error?: Error) => (error ? reject(error) : resolve('at last')));
        });
      },
      deep: () => ({ id: '1', deep: { id: '2' } }),
      secretFailure: () => {
        throw new Error('password=hunter2 in SELECT * FROM secrets');
      },
      coded: () => {
        throw new CodedError('FORBIDDEN', 'Not yours.');
      },
      databaseAway,
    },
    Mutation: {
      add: (_: unknown, { number }: { number: number }) => {
        standIn.events.emit('added', number);
        return number;
      },
      failAway: databaseAway,
      addHalf: () => ({ away: databaseAway }),
    },
    Subscription: {
      added: {
        subscribe: (_: unknown, { after }: { after?: string }) => followNumbers(standIn, after),
        resolve: ({ number }: Added, _: unknown, { serial }: StandInContext) => {
          if (standIn.isAway) return databaseAway();
          if (number === 14) throw new Error('password=hunter2');
          return { cursor: `c${number}`, number, serial, large: ({ bytes }: { bytes: number }) => 'x'.repeat(bytes) };
        },
      },
      missing: {
        subscribe: () => {
          throw new CodedError('NOT_FOUND', 'There is no such post.');
        },
      },
      broken: {
        subscribe: () => {
          throw new Error('password=hunter2');
        },
      },
    },
  };
}

export function databaseAway(): never {
  throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
}

/** Follows the log from its end; with `after`, this subscription first gets the number after it. */
function followNumbers(standIn: StandIn, after: string | undefined): SourceStream<Added> {
  const feed: Feed<Added> = {
    key: 'numbers',
    topic: 'numbers',
    read(position) {
      if (standIn.isOver) return Promise.reject(new CodedError('NOT_FOUND', 'The post is no longer published.'));
      const next = standIn.numbers.slice(position, position + 50);
      return Promise.resolve(next.map((number, index) => ({ position: position + index + 1, number })));
    },
  };
  const end = standIn.numbers.length;
  const first = after === undefined ? null : Number(after.slice(1)) + 1;
  const opening = first === null ? [] : [{ position: end, number: first }];
  setImmediate(() => standIn.events.emit('opened'));
  return new SourceStream<Added>({ feed, start: { after: end, end, opening }, viewpoint: NOBODY });
}

function createHub(events: EventEmitter): Hub {
  return {
    listen(_topic, wake) {
      events.on('ring', wake);
      return () => {
        events.off('ring', wake);
        events.emit('returned');
      };
    },
    close: () => undefined,
  };
}
