import { randomUUID } from 'node:crypto';
import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import type { Limits } from '../config/limits.ts';
import { CodedError } from '../errors/coded-error.ts';
import { pickDeclaredVariables } from '../execution/documents/declared-variables.ts';
import { resolveOperation } from '../execution/documents/documents.ts';
import type { Engine } from '../execution/engine.ts';
import { maskError } from '../execution/masking.ts';
import type { Operation, OperationRequest } from '../execution/operation.ts';
import { Observation } from '../observe/observation.ts';
import type { Observer } from '../observe/observer.ts';
import type { Identity } from '../session/session.ts';
import type { SocketConnection } from './connection.ts';
import type { ExecutionQueue } from './execution-queue.ts';
import { SocketSink } from './socket-sink.ts';

/** An operation of a socket. */
type SocketOperation = Operation & { readonly sink: SocketSink };

/** What graphql-ws keeps with each socket. */
export interface SocketExtra {
  readonly connection: SocketConnection;
  /** Null until `connection_init` has been accepted. */
  identity: Identity | null;
  /** Made for its first query: thousands of sockets only follow. */
  queue: ExecutionQueue | null;
  /** Of the message that is being read. */
  payload: SubscribePayload | null;
}

interface OperationOptions {
  readonly context: Context<Record<string, unknown>, SocketExtra>;
  /** The operation's, as its client named it. */
  readonly id: string;
  readonly engine: Engine;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly observer: Observer;
}

/**
 * Parses and validates one operation of a socket. Its faults are answered under its id: an exception would end the
 * socket, and with it every other operation.
 */
export function prepareOperation(
  payload: SubscribePayload,
  { context, id, engine, schema, limits, logger, observer }: OperationOptions,
): ExecutionArgs | readonly GraphQLError[] {
  const requestId = randomUUID();
  const observation = new Observation(observer, { requestId, door: 'websocket' });
  let operation: SocketOperation | null = null;
  const refuse = (faults: readonly unknown[]) => {
    const errors = faults.slice(0, limits.requestErrors).map((error) => maskError(error, { requestId, logger }));
    if (operation !== null) void engine.countRefused(operation);
    return observation.answer({ errors }).errors;
  };
  try {
    operation = createOperation(context, { id, limits, requestId, observation });
    const document = engine.parse(engine.findText(payload) ?? payload.query, operation);
    observation.identify(resolveOperation(document, payload.operationName));
    const errors = engine.validate(document);
    if (errors.length > 0) return refuse(errors);

    const operationName = payload.operationName ?? null;
    return {
      schema,
      document,
      operationName,
      variableValues: pickDeclaredVariables({ document, operationName, variables: payload.variables }),
      contextValue: { operation, extra: context.extra } satisfies PreparedContext,
    };
  } catch (error) {
    return refuse([error]);
  }
}

/** What graphql-ws hands back of {@link prepareOperation}. */
export function readPrepared({
  document,
  operationName,
  variableValues,
  contextValue,
}: ExecutionArgs): PreparedContext & { readonly request: OperationRequest } {
  if (!isPrepared(contextValue)) throw new Error('Expected an operation that was prepared here.');
  return { ...contextValue, request: { document, operationName, variables: variableValues } };
}

interface PreparedContext {
  readonly operation: SocketOperation;
  readonly extra: SocketExtra;
}

function isPrepared(context: unknown): context is PreparedContext {
  return typeof context === 'object' && context !== null && 'operation' in context && 'extra' in context;
}

function createOperation(
  { subscriptions, extra }: OperationOptions['context'],
  {
    id,
    limits,
    ...reported
  }: { id: string; limits: Limits; readonly requestId: string; readonly observation: Observation },
): SocketOperation {
  const { identity, connection } = extra;
  // A message that was on its way when the socket was closed.
  if (identity === null || connection.hasLeft) throw new CodedError('UNAUTHENTICATED', 'The socket is closed.');
  if (Object.keys(subscriptions).length > limits.socketOperations) {
    throw new CodedError('BAD_REQUEST', `Expected at most ${limits.socketOperations} operations at once on a socket.`);
  }
  return {
    identity,
    address: connection.address,
    ...reported,
    // Made on demand: thousands of sockets only follow, and need none.
    get signal() {
      return connection.left;
    },
    lastEventId: null,
    sink: new SocketSink(connection, id),
  };
}
