import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import type { Logger } from 'pino';
import { stripBasePath } from '../config/addresses.ts';
import type { Limits } from '../config/limits.ts';
import { explainListenError, type ListenAddress } from './listen-error.ts';
import { acceptDirect, answerDirect, toRequest, type DirectOptions } from './direct.ts';
import { refusePlainly } from './plain-refusal.ts';
import { sendResponse, sendStream, sendWhole } from './send-answer.ts';
import { allowLateBodies } from './connections/late-bodies.ts';
import { boundTcpConnections, type TcpBounds } from './connections/tcp-connections.ts';
import type { RunningWork } from '../execution/running-work.ts';
import type { Observer } from '../observe/observer.ts';
import type { UnreadBytes } from '../execution/unread-bytes.ts';

interface HttpServerOptions {
  /** The short way of operations; null where there are none. */
  readonly direct: DirectOptions | null;
  handle(request: Request, connection: Peer): Promise<Response>;
  /** The path of the service's own address, which a proxy may have left in front. */
  readonly basePath: string;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly work: RunningWork;
  readonly unread: UnreadBytes;
  readonly isEnding: () => boolean;
  readonly countPeer: TcpBounds['countPeer'];
  readonly observer: Observer;
}

type Adapter = Pick<ReturnType<typeof createServerAdapter<Peer>>, 'handleNodeRequestAndResponse'>;

/** The other end of a connection. */
export interface Peer {
  /** Its address; undefined where the connection is closed already. */
  readonly peer: string | undefined;
  /** Lets the rest of the body of its request arrive later than others may. */
  readonly awaitBody?: () => void;
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

const ALLOWED = 'GET, HEAD, POST, OPTIONS';
const HOST = /^[^/?#\\@\s]*$/;
/** Connections that wait to be accepted, up to what the system allows. A client beyond that tries again only after a second. */
const BACKLOG = 4_096;
const LINGER = 1_000; // 1 second

/** Node's server around a handler of requests. */
export function createHttpServer(options: HttpServerOptions): Server {
  const { handle, limits, logger, work } = options;
  const adapter = createServerAdapter<Peer>(handle);
  const server = createServer(
    {
      headersTimeout: Math.min(limits.headersMs, limits.requestMs), // Node refuses to wait longer for a part than for the whole
      requestTimeout: limits.requestMs,
      keepAliveTimeout: 65_000, // 65 seconds: longer than what stands before us keeps an idle connection
      connectionsCheckingInterval: 1_000, // 1 second
      joinDuplicateHeaders: true, // or the second of two credentials would pass unseen
    },
    (incoming, outgoing) => {
      work.track(exchange(incoming, outgoing, { ...options, adapter, awaitBody })).catch((error: unknown) => {
        logger.debug({ err: error }, 'an exchange was cut short');
        outgoing.destroy();
      });
    },
  );
  server.on('error', (error) => logger.debug({ err: error }, 'the server failed')); // `listen` explains its own
  const awaitBody = allowLateBodies(server);
  boundTcpConnections(server, options);
  server.on('connection', (socket) => socket.setMaxListeners(0)); // one for each answer that waits
  server.on('connect', (_request, stream) => {
    stream.on('error', () => stream.destroy());
    stream.end(
      `HTTP/1.1 405 Method Not Allowed\r\nAllow: ${ALLOWED}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  return server;
}

/** @returns the address that was taken. @throws {ListenError} */
export async function listen(server: Server, wanted: ListenAddress): Promise<AddressInfo> {
  const { host, port } = wanted;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, wanted)));
    server.listen({ host, port, backlog: BACKLOG }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected the address of a port.');
  return address;
}

async function exchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  {
    adapter,
    awaitBody,
    handle,
    basePath,
    direct,
    limits,
    unread,
    observer,
    isEnding,
  }: HttpServerOptions & { readonly adapter: Adapter; readonly awaitBody: (socket: Socket) => void },
): Promise<void> {
  const [path = '', ...query] = (incoming.url ?? '').split('?');
  incoming.url = [stripBasePath(path, basePath), ...query].join('?');
  if (!isAddressed(incoming)) {
    const text = 'Expected a path, and a host without one.\n';
    refusePlainly({ incoming, outgoing }, { status: 400, text, observer });
    return;
  }
  if (incoming.method === 'TRACE') {
    // No `Request` can have this method: the adapter would fail, and the connection be cut.
    const headers = {
      allow: stripBasePath(path, basePath) === '/graphql' ? 'GET, POST, OPTIONS' : 'GET, HEAD, OPTIONS',
    };
    refusePlainly({ incoming, outgoing }, { status: 405, text: 'TRACE is not answered.\n', headers, observer });
    observer.refused('method');
    return;
  }
  const peer = { peer: incoming.socket.remoteAddress, awaitBody: () => awaitBody(incoming.socket) };
  const accepted = direct === null || isEnding() ? null : acceptDirect(incoming, limits);
  if (direct !== null && accepted !== null) {
    const found = await answerDirect(incoming, outgoing, { ...direct, accepted });
    if ('answer' in found) {
      if (isEnding()) outgoing.setHeader('connection', 'close');
      await sendWhole(found.answer, { outgoing, limits, unread });
      return;
    }
    await sendResponse(await handle(toRequest(incoming, found), peer), { outgoing, limits, unread });
    return;
  }
  const response = await adapter.handleNodeRequestAndResponse(incoming, outgoing, peer);
  if (outgoing.destroyed) {
    await response.body?.cancel();
    return;
  }
  if (isStream(response)) {
    // A stream may last long: nobody waits for its end.
    void sendStream(response, { outgoing, limits, unread }).catch(() => outgoing.destroy());
    return;
  }
  if (isEnding()) response.headers.set('connection', 'close');
  if (response.headers.get('connection') === 'close' && !incoming.complete) {
    await sendUnread(response, { incoming, outgoing });
  } else {
    await sendResponse(response, { outgoing, limits, unread });
  }
}

/** The adapter would take `//host/path`, and a path in `Host`, for parts of an address. HTTP/1.0 needs no `Host`. */
function isAddressed({ url = '', headers: { host = '' } }: IncomingMessage): boolean {
  return /^\/(?!\/)/.test(url) && HOST.test(host) && (host === '' || URL.canParse(`http://${host}`));
}

/** Events, lines that come one by one, and files: they are sent as they are made, and never held whole. */
function isStream({ headers, body }: Response): boolean {
  if (body === null) return false;
  const type = headers.get('content-type') ?? '';
  return /^(text\/event-stream|application\/x-ndjson)/.test(type) || headers.has('content-disposition');
}

/** A connection closed with bytes of the client's unread is reset, and the client may lose the answer. */
async function sendUnread(response: Response, { incoming, outgoing }: Exchange): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.write(await response.text());
  const patience = AbortSignal.timeout(LINGER);
  incoming.removeAllListeners('readable').resume(); // the adapter's, for the body that was read no further
  await Promise.race([
    once(incoming, 'close', { signal: patience }),
    once(incoming, 'end', { signal: patience }),
  ]).catch(() => undefined);
  outgoing.end();
}
