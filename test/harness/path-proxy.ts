import { createServer, request } from 'node:http';
import { once } from 'node:events';

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
  const server = createServer((incoming, response) => {
    const { url = '', method, headers } = incoming;
    if (!url.startsWith(path)) {
      response.writeHead(502).end(`The proxy serves ${path} and nothing else.`);
      return;
    }
    const forwarded = target.strips ? url.slice(path.length).replace(/^(?!\/)/, '/') : url;
    const outgoing = request({ host: '127.0.0.1', port: target.port, path: forwarded, method, headers });
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
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
