import { CloseCode, makeServer, type Context } from 'graphql-ws';
import type { ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { RawData } from 'ws';
import { callAt } from './call-at.ts';
import { CredentialError } from './credential-error.ts';
import { readIdentity, readInitCredentials } from './credentials.ts';
import type { GraphqlServer } from './graphql-server.ts';
import type { Limits } from './limits.ts';
import { SocketClosure } from './socket-closure.ts';
import type { SocketManners } from './socket-manners.ts';
import { prepareOperation, type SocketConnection } from './socket-operation.ts';

export interface ProtocolOptions {
  readonly graphql: GraphqlServer;
  readonly schema: GraphQLSchema;
  readonly keys: { readonly authSecret: string; readonly voiceSecret: string };
  readonly now: () => Date;
  readonly limits: Limits;
  readonly logger: Logger;
}

type InitPayload = Record<string, unknown>;

/** graphql-transport-ws over sockets, under the rules that hold on HTTP. */
export function createSocketProtocol(options: ProtocolOptions): { open(manners: SocketManners): void } {
  const { execute, subscribe }: Enveloped = options.graphql.getEnveloped();
  const server = makeServer<InitPayload, SocketConnection>({
    execute,
    subscribe: async (args) => failIfRefused(await subscribe(args)),
    connectionInitWaitTimeout: options.limits.connectionInitMs,
    onConnect: (context) => admit(context, options),
    onSubscribe: (context, id, payload) => prepareOperation(payload, { ...options, context, id }),
  });
  return {
    open(manners) {
      const { socket } = manners;
      const connection: SocketConnection = { manners, identity: null };
      const closed = server.opened(
        {
          protocol: socket.protocol,
          send: (message) => manners.send(message),
          close: (code = CloseCode.InternalServerError, reason = '') => manners.close(code, reason),
          onMessage: (read) => {
            socket.on('message', (data) => void guard(read(readText(data)), { ...options, manners }));
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

function readText(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : ''; // the others come only when they are asked for
}

/** Closes by hand: an exception that graphql-ws sees would be acknowledged, or told to the client as it stands. */
async function admit(
  { connectionParams, extra }: Context<InitPayload, SocketConnection>,
  { keys, now }: ProtocolOptions,
): Promise<void> {
  try {
    extra.identity = await readIdentity(readInitCredentials(connectionParams), { ...keys, now: now() });
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    throw new SocketClosure(error.isExpired ? CloseCode.Forbidden : CloseCode.Unauthorized, error.message);
  }
  const { account } = extra.identity;
  if (account === null) return;
  const stopClock = callAt(account.expiresAt, () => extra.manners.close(CloseCode.Forbidden, 'Token expired'));
  extra.manners.left.addEventListener('abort', stopClock, { once: true });
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
    if (manners.left.aborted) return; // what was cancelled says so
    logger.error({ err: error }, 'unexpected error of a socket');
    manners.close(CloseCode.InternalServerError, 'Unexpected error');
  }
}
