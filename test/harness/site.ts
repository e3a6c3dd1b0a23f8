import { once } from 'node:events';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript' };

/** A publication's own site, on an origin of its own: pages and other files by their paths. */
export interface Site {
  readonly origin: string;
  set(path: string, text: string): void;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const text = pages.get(pathname);
    const type = TYPES[extname(pathname)] ?? 'text/html';
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` });
    response.end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    set: (path, text) => void pages.set(path, text),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
