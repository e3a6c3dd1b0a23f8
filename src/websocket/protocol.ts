import { CloseCode, makeServer, type Context, type SubscribePayload } from 'graphql-ws';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { RawData } from 'ws';
import type { Observer } from '../observe/observer.ts';
import type { Engine } from '../execution/engine.ts';
import type { Limits } from '../config/limits.ts';
import { SocketAdmission, SocketClosure, type AdmissionOptions } from './admission.ts';
import type { WrittenResult } from '../execution/executor/json-text.ts';
import type { SocketConnection } from './connection.ts';
import { ExecutionQueue } from './execution-queue.ts';
import { readMessage } from './message.ts';
import { prepareOperation, readPrepared, type SocketExtra } from './operation.ts';
import type { SocketSink } from './socket-sink.ts';
import { TokenBucket } from './token-bucket.ts';

export interface ProtocolOptions extends AdmissionOptions {
  readonly engine: Engine;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly observer: Observer;
}

const TOO_MANY_MESSAGES = 4429; // a client that floods is meant to give up

type InitPayload = Record<string, unknown>;

/** graphql-transport-ws over sockets, under the rules that hold on HTTP. */
export function createSocketProtocol(options: ProtocolOptions): { open(connection: SocketConnection): void } {
  const { engine } = options;
  const admission = new SocketAdmission(options);
  const server = makeServer<InitPayload, SocketExtra>({
    async execute(args) {
      const { operation, request, extra } = readPrepared(args);
      extra.queue ??= new ExecutionQueue(extra.connection, options.limits.socketExecutions);
      const result = await extra.queue.run(async () => await engine.execute(operation, request));
      return settle(result, operation.sink);
    },
    async subscribe(args) {
      const { operation, request } = readPrepared(args);
      const result = await engine.subscribe(operation, request);
      return Symbol.asyncIterator in result ? result : settle(result, operation.sink);
    },
    connectionInitWaitTimeout: options.limits.connectionInitMs,
    async onConnect(context) {
      const { connectionParams, extra } = context;
      // Read once: graphql-ws would keep it as long as the socket lasts.
      Reflect.deleteProperty(context, 'connectionParams');
      extra.identity = await admission.admit(connectionParams, extra.connection);
    },
    onSubscribe: (context, id) => prepareOperation(takePayload(context), { ...options, context, id }),
  });
  return {
    open(connection) {
      const { socket } = connection;
      const bucket = new TokenBucket(options.limits);
      const extra: SocketExtra = { connection, identity: null, queue: null, payload: null };
      const closed = server.opened(
        {
          protocol: socket.protocol,
          send: (message) => connection.send(message),
          close: (code = CloseCode.InternalServerError, reason = '') => connection.close(code, reason),
          onMessage: (read) => {
            socket.on('message', (data) => {
              if (!bucket.take()) {
                connection.close(TOO_MANY_MESSAGES, 'Too many messages');
                return;
              }
              void guard(receive(data, { ...options, extra, read }), { ...options, connection });
            });
          },
        },
        extra,
      );
      socket.on('close', (code, reason) => {
        void guard(closed(code, String(reason)), { ...options, connection });
      });
    },
  };
}

/** Not `async`: it would hold the message as long as the operation lasts. */
function receive(
  data: RawData,
  { extra, read, limits }: ProtocolOptions & { extra: SocketExtra; read: (text: string) => Promise<void> },
): Promise<void> {
  let text: string;
  try {
    ({ text, payload: extra.payload } = readMessage(data, limits));
  } catch {
    return Promise.reject(new SocketClosure(CloseCode.BadRequest, 'Invalid message received'));
  }
  return read(text);
}

/** Of the message that graphql-ws has just been handed: it asks for it before anything else is read. */
function takePayload({ extra }: Context<InitPayload, SocketExtra>): SubscribePayload {
  const { payload } = extra;
  if (payload === null) throw new Error('Expected a message with an operation.');
  extra.payload = null;
  return payload;
}

/**
 * Answers with a result as it is written: graphql-ws would read and write it once more, and is left to say that this was all. What was
 * not executed is an error of its operation; graphql-ws would send it as a result.
 */
function settle(result: WrittenResult, sink: SocketSink): AsyncGenerator<never> {
  const [error] = result.errors ?? [];
  return error !== undefined && result.data === undefined ? failWith(error) : answer(result, sink);
}

async function* answer(result: WrittenResult, sink: SocketSink): AsyncGenerator<never> {
  await sink.answer(result);
}

async function* failWith(error: GraphQLError): AsyncGenerator<never> {
  throw error;
}

async function guard(
  work: Promise<void>,
  { connection, logger }: ProtocolOptions & { readonly connection: SocketConnection },
): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SocketClosure) {
      connection.close(error.code, error.message);
      return;
    }
    if (connection.hasLeft) return; // nobody is left to be told
    logger.error({ err: error }, 'unexpected error of a socket');
    connection.close(CloseCode.InternalServerError, 'Unexpected error');
  }
}
