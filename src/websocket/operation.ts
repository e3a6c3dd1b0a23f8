import { randomUUID } from 'node:crypto';
import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import { CodedError } from '../errors/coded-error.ts';
import type { Identity } from '../session/session.ts';
import { isDocument, resolveOperation } from '../execution/documents/document-rules.ts';
import type { GraphqlServer } from '../http/graphql-server.ts';
import type { Limits } from '../config/limits.ts';
import { maskError } from '../execution/masking.ts';
import type { Operation } from '../execution/operation.ts';
import type { SocketManners } from './connection.ts';
import { SocketOutlet } from './socket-sink.ts';

/** What is known of one socket. */
export interface SocketConnection {
  readonly manners: SocketManners;
  /** Null until `connection_init` has been believed. */
  identity: Identity | null;
}

interface OperationOptions {
  readonly context: Context<Record<string, unknown>, SocketConnection>;
  /** The operation's, as its client named it. */
  readonly id: string;
  readonly graphql: GraphqlServer;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly logger: Logger;
}

/**
 * Parses and validates one operation of a socket. Its faults are answered under its id: an exception would end the
 * socket, and with it every other operation.
 */
export async function prepareOperation(
  payload: SubscribePayload,
  { context, id, graphql, schema, limits, logger }: OperationOptions,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const requestId = randomUUID();
  const tell = (errors: readonly unknown[]) =>
    errors.slice(0, limits.requestErrors).map((error) => maskError(error, { requestId, logger }));
  try {
    const operation = createOperation(context, { id, limits, requestId });
    const enveloped = graphql.getEnveloped({ operation });
    const document: unknown = enveloped.parse(payload.query);
    if (!isDocument(document)) throw new Error('Expected the parser to make a document.');
    resolveOperation(document, payload.operationName);
    const errors: unknown = enveloped.validate(schema, document);
    if (Array.isArray(errors) && errors.length > 0) return tell(errors);

    // graphql-ws holds on to the message: what thousands of clients send is kept once.
    Reflect.set(payload, 'query', document.loc?.source.body ?? payload.query);
    return {
      schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: { operation },
    };
  } catch (error) {
    return tell([error]);
  }
}

function createOperation(
  { subscriptions, extra }: OperationOptions['context'],
  { id, limits, requestId }: { id: string; limits: Limits; requestId: string },
): Operation {
  // A message that was already on its way when the socket was closed.
  if (extra.identity === null || extra.manners.hasLeft)
    throw new CodedError('UNAUTHENTICATED', 'The socket is closed.');
  if (Object.keys(subscriptions).length > limits.socketOperations) {
    throw new CodedError('BAD_REQUEST', `Expected at most ${limits.socketOperations} operations at once on a socket.`);
  }
  const { identity, manners } = extra;
  return {
    identity,
    requestId,
    // Made only for who asks: thousands of sockets do nothing but follow, and need none.
    get signal() {
      return manners.left;
    },
    lastEventId: null,
    outlet: new SocketOutlet(extra.manners, id),
  };
}
