import { EventEmitter, on } from 'node:events';
import { createSchema } from 'graphql-yoga';
import { pino } from 'pino';
import { afterEach } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { Session } from '../../src/session/session.ts';
import { createTransport, startTransport, type TransportConfig, type TransportOptions } from '../../src/app/serve.ts';
import { signToken, type Claims } from '../../src/execution/identity/token.ts';

// A small schema with every way to fail, for tests of what stands between it and the wire.

export const CONFIG: TransportConfig = {
  isProduction: false,
  port: 0,
  host: '127.0.0.1',
  publicUrl: null,
  postUrl: null,
  origins: ['https://paper.example', 'https://other.example'],
  authSecret: 'a secret of tests, which has 32 bytes or more',
  voiceSecret: 'another secret of tests, of 32 bytes or more',
  hasPlayground: true,
  hasIntrospection: true,
  hasPublicSchema: true,
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
  }
  type Subscription {
    added(after: String): Added!
    missing: Added!
    refused: Added!
  }
  type Added {
    cursor: String!
    number: Int!
    serial: Int!
  }
`;

export interface StandInContext {
  readonly session: Session;
  /** Counts the contexts that were made: a loader would live in one. */
  readonly serial: number;
  readonly signal: AbortSignal;
}

export interface StandIn {
  readonly events: EventEmitter;
  /** Sources of subscriptions that were opened and not yet returned. */
  open: number;
  /** How often a source was asked for its next event. */
  pulls: number;
  /** Signals of executions of `slow`. */
  readonly slow: AbortSignal[];
  readonly logged: Record<string, unknown>[];
}

export interface Settings extends Partial<Omit<TransportOptions, 'config' | 'schema' | 'createContext' | 'logger'>> {
  readonly config?: Partial<TransportConfig>;
}

export function createStandIn({ config, ...settings }: Settings = {}) {
  const standIn: StandIn = { events: new EventEmitter(), open: 0, pulls: 0, slow: [], logged: [] };
  standIn.events.setMaxListeners(0);
  let serial = 0;
  const options: TransportOptions = {
    isReady: () => Promise.resolve(true),
    ...settings,
    config: { ...CONFIG, ...config },
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

/** A transport without a port. */
export function openInProcess(settings: Settings = {}) {
  const { standIn, options } = createStandIn(settings);
  const transport = createTransport(options);
  closers.push(() => transport.close());
  return { standIn, ...transport };
}

/** A transport on a port of its own. */
export async function openOnPort(settings: Settings = {}) {
  const { standIn, options } = createStandIn(settings);
  const transport = await startTransport(options);
  closers.push(() => transport.close());
  return { standIn, ...transport };
}

export function aToken(claims: Partial<Claims> = {}, expiresIn = 60): Promise<string> {
  return signToken({ subject: 'ada', ...claims }, { secret: CONFIG.authSecret, expiresIn });
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

export async function ask(
  transport: { fetch(request: Request): Promise<Response> },
  request: Request,
): Promise<Answer> {
  const response = await transport.fetch(request);
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
      large: (_: unknown, { bytes }: { bytes: number }) => 'x'.repeat(bytes),
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
    },
    Subscription: {
      added: {
        subscribe: (_: unknown, { after }: { after?: string }) => listenForNumbers(standIn, after),
        resolve: (number: number, _: unknown, { serial }: StandInContext) => {
          if (number === 13)
            throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
          if (number === 14) throw new Error('password=hunter2');
          return { cursor: `c${number}`, number, serial };
        },
      },
      missing: {
        subscribe: () => {
          throw new CodedError('NOT_FOUND', 'There is no such post.');
        },
      },
      refused: {
        async *subscribe() {
          yield 1;
          throw new Error('password=hunter2');
        },
        resolve: (number: number) => ({ cursor: `c${number}`, number, serial: 0 }),
      },
    },
  };
}

function databaseAway(): never {
  throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
}

/** The hardest kind of source: a generator, whose `return()` waits behind the event that it waits for. */
function listenForNumbers(standIn: StandIn, after: string | undefined): AsyncIterableIterator<number> {
  const numbers = on(standIn.events, 'added');
  standIn.open += 1;
  standIn.events.emit('opened');
  const known = after === undefined ? [] : [Number(after.slice(1)) + 1];
  return {
    async next() {
      standIn.pulls += 1;
      const first = known.shift();
      if (first !== undefined) return { done: false, value: first };
      const { done, value } = await numbers.next();
      return done ? { done, value: undefined } : { done: false, value: value[0] };
    },
    async return() {
      standIn.open -= 1;
      standIn.events.emit('returned');
      await numbers.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
