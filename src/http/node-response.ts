import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const LINGER = 1_000; // 1 second

/** Writes a `Response`, at the pace of the client. When the client leaves, the body is cancelled. */
export async function writeResponse(
  response: Response,
  { outgoing, incoming }: { outgoing: ServerResponse; incoming: IncomingMessage },
): Promise<void> {
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  if (response.body === null || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  if (isStream(response)) {
    outgoing.shouldKeepAlive = false; // its end is the end of the connection
    outgoing.flushHeaders();
    await pump(response.body, outgoing);
    return;
  }

  const body = new Uint8Array(await response.arrayBuffer());
  outgoing.setHeader('content-length', body.byteLength);
  outgoing.write(body);
  // A connection closed with bytes of the client's unread is reset, and the client may lose the answer.
  if (response.headers.get('connection') === 'close' && !incoming.complete) await linger(incoming);
  outgoing.end();
}

export function isStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') === true;
}

async function pump(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const left = new AbortController();
  outgoing.once('close', () => {
    left.abort();
    reader.cancel().catch(() => undefined);
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done || left.signal.aborted) break;
    if (!outgoing.write(value)) await once(outgoing, 'drain', { signal: left.signal }).catch(() => undefined);
  }
  outgoing.end();
}

async function linger(incoming: IncomingMessage): Promise<void> {
  const patience = new AbortController();
  incoming.resume();
  await Promise.race([
    once(incoming, 'close', { signal: patience.signal }),
    once(incoming, 'end', { signal: patience.signal }),
    delay(LINGER, null, { signal: patience.signal }),
  ]).catch(() => undefined);
  patience.abort();
}
