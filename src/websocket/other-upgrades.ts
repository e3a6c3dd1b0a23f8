// A client may offer any protocol in `Upgrade` (`curl --http2` offers h2c) and must be answered over HTTP/1.1 if the server does
// not take it (RFC 9110, section 7.8). Node hands all of them to the listener for WebSockets, and no longer reads the stream.
import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  /** What has been read beyond the head of the request. */
  readonly head: Buffer;
}

export function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** Gives the connection back to the HTTP server, which reads the request again, without its offer. */
export function answerWithoutUpgrade(server: Server, { request, stream, head }: Upgrade): void {
  // The answer to an earlier request of this connection is still being written.
  const earlier: unknown = Reflect.get(stream, '_httpMessage');
  if (earlier instanceof ServerResponse) {
    earlier.once('close', () => answerWithoutUpgrade(server, { request, stream, head }));
    return;
  }
  if (stream.destroyed) return;
  if (stream instanceof Socket) stream.setTimeout(server.timeout);
  stream.unshift(Buffer.concat([Buffer.from(printHead(request), 'latin1'), head]));
  server.emit('connection', stream);
}

function printHead({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== 'upgrade') lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
