import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { Heartbeat } from './heartbeat.ts';
import type { Limits } from '../config/limits.ts';
import type { Origins } from '../execution/origins.ts';
import { SocketConnection } from './connection.ts';
import { createSocketProtocol, type ProtocolOptions } from './protocol.ts';

export interface SocketServerOptions extends ProtocolOptions {
  readonly limits: Limits;
  readonly origins: () => Origins;
  readonly logger: Logger;
  readonly isEnding: () => boolean;
}

const GOING_AWAY = 1001;
const FAREWELL = 1_000; // 1 second for a client to close its side

/** Takes WebSockets on `/graphql` of a server, and lets them go. */
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

  /** Tells every socket that we go away, and ends those that do not follow. */
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
  { origins, isEnding, limits, open }: SocketServerOptions & { readonly open: number },
): Refusal | null {
  if (request.url?.split('?')[0] !== '/graphql') return '404 Not Found';
  const { origin, host } = request.headers;
  // A page of another site could open a socket with what the browser knows; a native client has no origin.
  if (typeof origin === 'string' && !origins().isAllowed(origin, typeof host === 'string' ? host : null)) {
    return '403 Forbidden';
  }
  return isEnding() || open >= limits.sockets ? '503 Service Unavailable' : null;
}

function rejectUpgrade(stream: Duplex, refusal: Refusal): void {
  const retry = refusal.startsWith('503') ? 'Retry-After: 1\r\n' : '';
  stream.end(`HTTP/1.1 ${refusal}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** A protocol that is not ours is agreed to, so that the client learns by code 4406 why it is closed. */
function chooseProtocol(offered: Set<string>): string | false {
  return offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : ([...offered][0] ?? false);
}
