import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { Heartbeat } from './heartbeat.ts';
import { stripBasePath } from '../config/addresses.ts';
import type { Origins } from '../execution/origins.ts';
import { SocketConnection } from './connection.ts';
import { createSocketProtocol, type ProtocolOptions } from './protocol.ts';

interface SocketServerOptions extends ProtocolOptions {
  readonly origins: () => Origins;
  /** The path of the service's own address, which a proxy may have left in front. */
  readonly basePath: string;
  readonly isEnding: () => boolean;
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
      stream.on('error', () => stream.destroy());
      const refusal = refuse(request, { ...options, open: this.#sockets.clients.size });
      if (refusal !== null) {
        rejectUpgrade(stream, refusal);
        return;
      }
      this.#sockets.handleUpgrade(request, stream, head, (socket) => {
        protocol.open(new SocketConnection(socket, { ...options, stream, heartbeat: this.#heartbeat }));
      });
    });
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

type Refusal = '404 Not Found' | '403 Forbidden' | '503 Service Unavailable';

function refuse(
  request: { url?: string | undefined; headers: NodeJS.Dict<string | string[]> },
  { origins, basePath, isEnding, limits, open }: SocketServerOptions & { readonly open: number },
): Refusal | null {
  const [path = ''] = (request.url ?? '').split('?');
  if (stripBasePath(path, basePath) !== '/graphql') return '404 Not Found';
  const { origin, host } = request.headers;
  // A page of another site could open a socket with the browser's cookies and network; a native client sends no origin.
  if (typeof origin === 'string' && !origins().isAllowed(origin, typeof host === 'string' ? host : null)) {
    return '403 Forbidden';
  }
  return isEnding() || open >= limits.sockets ? '503 Service Unavailable' : null;
}

function rejectUpgrade(stream: Duplex, refusal: Refusal): void {
  const retry = refusal.startsWith('503') ? 'Retry-After: 1\r\n' : '';
  stream.end(`HTTP/1.1 ${refusal}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** An unknown protocol is accepted, so that code 4406 can tell the client why the socket closes. */
function chooseProtocol(offered: Set<string>): string | false {
  return offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : ([...offered][0] ?? false);
}
