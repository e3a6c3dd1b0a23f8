import { randomBytes, randomUUID } from 'node:crypto';
import { createSourceEventStream, execute, parse, validate } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import { afterAll } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/config/config.ts';
import type { Database } from '../../src/data/database/database.ts';
import type { Services } from '../../src/domain/service-session.ts';
import { createContext } from '../../src/graphql/context.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createBroadcast } from '../../src/live/delivery/broadcast.ts';
import { createHub } from '../../src/live/doorbell/hub.ts';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { createPace } from '../../src/live/delivery/pace.ts';
import { createAddresses } from '../../src/config/addresses.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { NOBODY } from '../../src/session/session.ts';
import type { Account, Identity } from '../../src/session/session.ts';
import type { TypedDocumentString } from '../../src/sdk/generated/operations.ts';

/** The service without its transport: what every floor below does. */
export interface TestApi {
  readonly services: Services;
  /** The data of an operation that must succeed. */
  data<Result, Variables>(operation: Operation<Result, Variables>): Promise<Result>;
  /** The codes of an operation's errors. */
  codes<Result, Variables>(operation: Operation<Result, Variables>): Promise<string[]>;
  /** The data of each event of a subscription. */
  follow<Result, Variables>(operation: Operation<Result, Variables>): Promise<AsyncIterableIterator<Result>>;
}

/** A document, what it is given, and who sends it: nobody by default. */
export type Operation<Result, Variables> = readonly [
  document: TypedDocumentString<Result, Variables> | string,
  variables?: Variables,
  identity?: Identity | undefined,
];

export function openTestApi(
  database: Database,
  settings: Partial<Config> = {},
  services: Services = createTestServices(database, settings),
): TestApi {
  afterAll(async () => {
    services.broadcast.close();
    services.hub.close();
    await services.doorbell.close();
  });

  const prepare = <Result, Variables>([source, variables, identity = NOBODY]: Operation<Result, Variables>) => ({
    schema,
    document: parseValid(source.toString()),
    variableValues: { ...variables },
    contextValue: createContext(services, {
      identity,
      viewpoint: identity,
      requestId: randomUUID(),
      now: () => new Date(),
    }),
  });

  return {
    services,
    async data<Result, Variables>(operation: Operation<Result, Variables>) {
      return dataOf<Result>(await execute(prepare(operation)), operation);
    },
    async codes(operation) {
      const { errors = [] } = await execute(prepare(operation));
      return errors.map(codeOf);
    },
    async follow<Result, Variables>(operation: Operation<Result, Variables>) {
      const stream = await createSourceEventStream(prepare(operation));
      if (!(Symbol.asyncIterator in stream))
        throw stream.errors?.[0]?.originalError ?? new Error(JSON.stringify(stream));
      // As the transport does it: each event with a context, and loaders, of its own.
      const executeEvent = async (event: unknown) => await execute({ ...prepare(operation), rootValue: event });
      return map(stream, async (event) => dataOf<Result>(await executeEvent(event), operation));
    },
  };
}

export function createTestServices(database: Database, settings: Partial<Config> = {}): Services {
  const secret = randomBytes(32).toString('hex');
  const config = { ...readConfig({ NODE_ENV: 'test', AUTH_SECRET: secret, VOICE_SECRET: secret }), ...settings };
  const doorbell = createMemoryDoorbell();
  const hub = createHub({ pool: database.pool, doorbell, onError: report });
  const broadcast = createBroadcast({ hub, pace: createPace(), onError: report });
  const addresses = createAddresses({ service: () => 'http://127.0.0.1:4000', postUrl: config.postUrl });
  return { config, database, doorbell, hub, broadcast, addresses };
}

/** An account of the handle's own. */
export function anAccount(handle: string, role: Account['role'] = 'READER'): Identity {
  const expiresAt = new Date(Date.now() + 3_600_000);
  return { account: { issuer: '', subject: handle, handle, name: null, role, expiresAt }, voiceHash: null };
}

/** A guest with a voice. */
export function aVoice(name: string): Identity {
  return { account: null, voiceHash: Buffer.from(name).toString('hex').padEnd(64, '0') };
}

function dataOf<Result>(
  { data, errors = [] }: ExecutionResult,
  [source, variables]: readonly [source: object | string, variables?: unknown, identity?: Identity | undefined],
): Result {
  if (errors.length === 0) return data as Result;
  const reasons = errors.map((error) => error.originalError?.stack ?? error.message);
  throw new Error([String(source), JSON.stringify(variables), ...reasons].join('\n'));
}

function codeOf({ originalError, message }: GraphQLError): string {
  return originalError instanceof CodedError ? originalError.code : message;
}

async function* map<From, To>(
  source: AsyncIterable<From>,
  change: (from: From) => Promise<To>,
): AsyncGenerator<To, void> {
  for await (const value of source) yield await change(value);
}

const documents = new Map<string, DocumentNode>();

function parseValid(source: string): DocumentNode {
  const known = documents.get(source);
  if (known !== undefined) return known;

  const document = parse(source);
  const errors = validate(schema, document);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  documents.set(source, document);
  return document;
}

function report(error: unknown): void {
  console.error(error);
}
