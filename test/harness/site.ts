import { once } from 'node:events';
import { createServer } from 'node:http';

/** A publication's own site, on an origin of its own: pages by their paths. */
export interface Site {
  readonly origin: string;
  /** The page's HTML, or how it is made at each request. */
  set(path: string, html: string): void;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const html = pages.get(new URL(request.url ?? '/', 'http://site').pathname);
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    set: (path, html) => void pages.set(path, html),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
