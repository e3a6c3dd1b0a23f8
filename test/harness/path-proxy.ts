import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';

/** A reverse proxy that serves a service below a path. */
export interface PathProxy {
  /** Its address with the path, without a slash at the end. */
  readonly url: string;
  readonly origin: string;
  /** Forwards to a port of 127.0.0.1, and takes the path away from what it forwards, or leaves it there. */
  aimAt(port: number, options: { strips: boolean }): void;
  stop(): Promise<void>;
}

export async function startPathProxy(path: string): Promise<PathProxy> {
  let target = { port: 0, strips: false };
  const forward = (url: string) => (target.strips ? url.slice(path.length).replace(/^(?!\/)/, '/') : url);
  const server = createServer((incoming, response) => {
    const { url = '', method, headers } = incoming;
    if (!url.startsWith(path)) {
      response.writeHead(502).end(`The proxy serves ${path} and nothing else.`);
      return;
    }
    const outgoing = request({ host: '127.0.0.1', port: target.port, path: forward(url), method, headers });
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  server.on('upgrade', ({ url = '', rawHeaders }, socket, head) => {
    const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
    const outgoing = connect(target.port, '127.0.0.1');
    outgoing.write([`GET ${forward(url)} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    outgoing.write(head);
    outgoing.pipe(socket).pipe(outgoing);
    for (const [one, other] of [[socket, outgoing] as const, [outgoing, socket] as const]) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  return {
    url: `${origin}${path}`,
    origin,
    aimAt: (port, { strips }) => (target = { port, strips }),
    async stop() {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
