import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Limits } from '../config/limits.ts';
import { explainListenError } from './listen-error.ts';
import { toRequest } from './node-request.ts';
import { isStream, writeResponse } from './node-response.ts';
import type { RunningWork } from '../execution/running-work.ts';

interface HttpServerOptions {
  handle(request: Request): Promise<Response>;
  /** Our own address, which a request's path is read against. */
  readonly url: () => string;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly work: RunningWork;
  readonly isEnding: () => boolean;
}

/** Node's server around a handler of requests. */
export function createHttpServer(options: HttpServerOptions): Server {
  const { limits, logger, work } = options;
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: 65_000, // 65 seconds: longer than what stands before us keeps an idle connection
      connectionsCheckingInterval: 1_000, // 1 second
    },
    (incoming, outgoing) => {
      work.track(exchange(incoming, outgoing, options)).catch((error: unknown) => {
        logger.debug({ err: error }, 'an exchange was cut short');
        outgoing.destroy();
      });
    },
  );
  server.on('error', (error) => logger.debug({ err: error }, 'the server failed')); // `listen` explains its own
  return server;
}

/** @returns the address that was taken. @throws {ListenError} */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, { host, port })));
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected the address of a port.');
  return address;
}

async function exchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { handle, url, limits, isEnding }: HttpServerOptions,
): Promise<void> {
  const left = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) left.abort();
  });
  const request = await toRequest(incoming, { url: url(), signal: left.signal, maxBytes: limits.bodyBytes });
  const response = request === null ? new Response('Expected a path.\n', { status: 400 }) : await handle(request);
  if (left.signal.aborted) return;

  if (isEnding() && !isStream(response)) response.headers.set('connection', 'close');
  const written = writeResponse(response, { outgoing, incoming });
  // A stream may last for ever: nobody waits for its end.
  if (!isStream(response)) await written;
  else written.catch(() => outgoing.destroy());
}
