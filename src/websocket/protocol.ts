import { CloseCode, makeServer } from 'graphql-ws';
import type { ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { RawData } from 'ws';
import { Allowance } from './token-bucket.ts';
import type { GraphqlServer } from '../http/graphql-server.ts';
import type { Limits } from '../config/limits.ts';
import { SocketAdmission, type AdmissionOptions } from './admission.ts';
import { SocketClosure } from './closure.ts';
import type { SocketManners } from './connection.ts';
import { prepareOperation, type SocketConnection } from './operation.ts';

export interface ProtocolOptions extends AdmissionOptions {
  readonly graphql: GraphqlServer;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly logger: Logger;
}

const TOO_MANY_MESSAGES = 4429; // a client that floods is meant to give up

type InitPayload = Record<string, unknown>;

/** graphql-transport-ws over sockets, under the rules that hold on HTTP. */
export function createSocketProtocol(options: ProtocolOptions): { open(manners: SocketManners): void } {
  const { execute, subscribe }: Enveloped = options.graphql.getEnveloped();
  const admission = new SocketAdmission(options);
  const server = makeServer<InitPayload, SocketConnection>({
    execute,
    subscribe: async (args) => failIfRefused(await subscribe(args)),
    jsonMessageReviver: (_key, value: unknown) => (typeof value === 'string' ? ownCopy(value) : value),
    connectionInitWaitTimeout: options.limits.connectionInitMs,
    async onConnect({ connectionParams, extra }) {
      extra.identity = await admission.admit(connectionParams, extra.manners);
    },
    onSubscribe: (context, id, payload) => prepareOperation(payload, { ...options, context, id }),
  });
  return {
    open(manners) {
      const { socket } = manners;
      const allowance = new Allowance(options.limits);
      const connection: SocketConnection = { manners, identity: null };
      const closed = server.opened(
        {
          protocol: socket.protocol,
          send: (message) => manners.send(message),
          close: (code = CloseCode.InternalServerError, reason = '') => manners.close(code, reason),
          onMessage: (read) => {
            socket.on('message', (data) => {
              if (!allowance.take()) {
                manners.close(TOO_MANY_MESSAGES, 'Too many messages');
                return;
              }
              void guard(read(readText(data)), { ...options, manners });
            });
          },
        },
        connection,
      );
      socket.once('close', (code, reason) => {
        void guard(closed(code, String(reason)), { ...options, manners });
      });
    },
  };
}

interface Enveloped {
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<Subscribed>;
}

type Subscribed = AsyncIterable<ExecutionResult> | ExecutionResult;

/** A subscription that cannot begin is an error of its operation; graphql-ws would send it as a first result. */
function failIfRefused(result: Subscribed): Subscribed {
  const [error] = Symbol.asyncIterator in result ? [] : (result.errors ?? []);
  return error === undefined ? result : failWith(error);
}

async function* failWith(error: GraphQLError): AsyncGenerator<never> {
  throw error;
}

/** What is parsed out of a message may hold on to all of it, and a subscription's id is held as long as it lasts. */
function ownCopy(text: string): string {
  return /^[\x20-\x7e]{13,128}$/.test(text) ? Buffer.from(text, 'latin1').toString('latin1') : text;
}

function readText(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : ''; // the others come only when they are asked for
}

async function guard(
  work: Promise<void>,
  { manners, logger }: ProtocolOptions & { readonly manners: SocketManners },
): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SocketClosure) {
      manners.close(error.code, error.message);
      return;
    }
    if (manners.hasLeft) return; // what was cancelled says so
    logger.error({ err: error }, 'unexpected error of a socket');
    manners.close(CloseCode.InternalServerError, 'Unexpected error');
  }
}
