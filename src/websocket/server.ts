import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { Heartbeat } from './heartbeat.ts';
import { stripBasePath } from '../config/addresses.ts';
import type { Origins } from '../execution/origins.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Origin } from '../execution/rates/client-address.ts';
import { ConnectionLease, type Connections } from '../execution/rates/connections.ts';
import type { UnreadBytes } from '../execution/unread-bytes.ts';
import { SocketConnection } from './connection.ts';
import { answerWithoutUpgrade, isWebSocket } from './other-upgrades.ts';
import { createSocketProtocol, type ProtocolOptions } from './protocol.ts';

interface SocketServerOptions extends ProtocolOptions {
  readonly origins: () => Origins;
  /** The path of the service's own address, which a proxy may have left in front. */
  readonly basePath: string;
  readonly isEnding: () => boolean;
  readonly connections: Connections;
  /** Finds the address that a client is counted under. */
  readonly readAddress: (origin: Origin) => string;
  readonly unread: UnreadBytes;
}

const GOING_AWAY = 1001;
const FAREWELL = 1_000; // 1 second for a client to close its side

/** Accepts WebSockets on `/graphql` of an HTTP server, and closes them. */
export class SocketServer {
  readonly #sockets: WebSocketServer;
  readonly #heartbeat: Heartbeat;

  constructor(server: Server, options: SocketServerOptions) {
    const protocol = createSocketProtocol(options);
    this.#heartbeat = new Heartbeat(options.limits.heartbeatMs);
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.socketMessageBytes,
      perMessageDeflate: false, // a small frame could unpack to a giant, and every socket would keep a window
      handleProtocols: chooseProtocol,
    });

    server.on('upgrade', (request, stream, head) => {
      if (!isWebSocket(request)) {
        answerWithoutUpgrade(server, { request, stream, head });
        return;
      }
      stream.on('error', () => stream.destroy());
      const refusal = refuse(request, options);
      if (refusal !== null) {
        rejectUpgrade(stream, { ...refusal, ...options });
        return;
      }
      const address = findAddress(request, options);
      const lease = enter(address, options);
      if (!(lease instanceof ConnectionLease)) {
        rejectUpgrade(stream, { ...lease, ...options });
        return;
      }
      const release = () => lease.release();
      stream.on('close', release); // when the handshake fails, there is no socket to tell of its end
      this.#sockets.handleUpgrade(request, stream, head, (socket) => {
        stream.off('close', release);
        const client = { stream, address, lease };
        protocol.open(new SocketConnection(socket, { ...options, ...client, heartbeat: this.#heartbeat }));
      });
    });
  }

  get open(): number {
    return this.#sockets.clients.size;
  }

  /** Tells every client that the service goes away, and cuts the sockets that stay open. */
  async close(): Promise<void> {
    const sockets = [...this.#sockets.clients];
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of sockets) socket.close(GOING_AWAY, 'Going away');
    const timer = setTimeout(() => sockets.forEach((socket) => socket.terminate()), FAREWELL);
    await Promise.all(closed);
    clearTimeout(timer);
    this.#sockets.close();
    this.#heartbeat.close();
  }
}

interface Refusal {
  readonly status: '404 Not Found' | '403 Forbidden' | '429 Too Many Requests' | '503 Service Unavailable';
  readonly retryAfter?: number; // seconds
}

const UNAVAILABLE: Refusal = { status: '503 Service Unavailable', retryAfter: 1 };

function refuse(request: IncomingMessage, { origins, basePath, isEnding }: SocketServerOptions): Refusal | null {
  const [path = ''] = (request.url ?? '').split('?');
  if (stripBasePath(path, basePath) !== '/graphql') return { status: '404 Not Found' };
  const { origin } = request.headers;
  // A page of another site could open a socket with the browser's cookies and network; a native client sends no origin.
  if (typeof origin === 'string' && !origins().isAllowed(origin)) return { status: '403 Forbidden' };
  return isEnding() ? UNAVAILABLE : null;
}

function findAddress({ socket, headers }: IncomingMessage, { readAddress }: SocketServerOptions): string {
  const forwarded = headers['x-forwarded-for'] ?? null;
  return readAddress({
    peer: socket.remoteAddress,
    forwardedFor: Array.isArray(forwarded) ? forwarded.join() : forwarded,
  });
}

function enter(address: string, { connections }: SocketServerOptions): ConnectionLease | Refusal {
  try {
    return connections.add(address);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { retryAfter } = error.facts;
    return retryAfter !== undefined ? { status: '429 Too Many Requests', retryAfter } : UNAVAILABLE;
  }
}

const RULES: Readonly<Record<Refusal['status'], string>> = {
  '403 Forbidden': 'origin',
  '404 Not Found': 'socket_path',
  '429 Too Many Requests': 'socket_load',
  '503 Service Unavailable': 'socket_load',
};

function rejectUpgrade(
  stream: Duplex,
  { status, retryAfter, observer }: Refusal & Pick<SocketServerOptions, 'observer'>,
): void {
  observer.refused(RULES[status]);
  stream.once('finish', () => stream.destroy()); // its client need not close its side
  const retry = retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`;
  stream.end(`HTTP/1.1 ${status}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** An unknown protocol is accepted, so that code 4406 can tell the client why the socket closes. */
function chooseProtocol(offered: Set<string>): string | false {
  return offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : ([...offered][0] ?? false);
}
