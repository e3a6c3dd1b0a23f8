import type { IncomingMessage } from 'node:http';

/** Turns what Node received into a `Request`; null where its address makes no sense. */
export async function toRequest(
  incoming: IncomingMessage,
  { url, signal, maxBytes }: { url: string; signal: AbortSignal; maxBytes: number },
): Promise<Request | null> {
  const path = incoming.url ?? '';
  // `//host/path` and `http://host/path` would name another host than ours.
  if (!/^\/(?!\/)/.test(path) || !URL.canParse(path, url)) return null;

  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? await readStart(incoming, maxBytes) : null;
  return new Request(new URL(path, url), { method, headers, body, signal });
}

/**
 * Reads a body up to the first byte too many, and nothing of one that announces too much: who reads the request sees
 * both. Leaving a stream of Node's half-read by itself would cut the connection before the answer.
 */
function readStart(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = () => {
      incoming.removeAllListeners('data');
      incoming.pause();
      resolve(new Uint8Array(Buffer.concat(chunks)));
    };
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > maxBytes) done();
    });
    incoming.once('end', done);
    incoming.once('error', reject);
    incoming.once('close', () => reject(new Error('The client left in the middle of its request.')));
  });
}
