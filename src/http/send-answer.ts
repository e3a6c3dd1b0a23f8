// Sends answers at the pace of their clients. Node would keep what a client does not read for as long as it stays connected.
import type { ServerResponse } from 'node:http';
import type { Limits } from '../config/limits.ts';
import type { UnreadBytes } from '../execution/unread-bytes.ts';

interface Receiver {
  readonly outgoing: ServerResponse;
  readonly limits: Pick<Limits, 'stalledMs'>;
  readonly unread: UnreadBytes;
}

const SLICE = 128 * 1024; // bytes, which docs/limits.md tells of; each is a system call, and most answers fit in one

interface Whole {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Sends an answer that is whole. @returns when it was read, or its client is gone. */
export async function sendWhole({ status, headers, body }: Whole, receiver: Receiver): Promise<void> {
  const { outgoing } = receiver;
  if (isGone(outgoing)) return;
  const length = Buffer.byteLength(body);
  // A request by HEAD is told how long the body would be, where that is known.
  const isHead = outgoing.req.method === 'HEAD';
  outgoing.writeHead(status, isHead ? headers : { ...headers, 'content-length': length });
  if (length <= SLICE) {
    await finish(receiver, body);
    return;
  }
  await write(receiver, typeof body === 'string' ? Buffer.from(body) : body);
  await finish(receiver);
}

/** Sends a whole answer. The adapter would let a client take forever to read it. @returns as {@link sendWhole}. */
export async function sendResponse(response: Response, receiver: Receiver): Promise<void> {
  const { status, headers } = response;
  const body = new Uint8Array(await response.arrayBuffer());
  await sendWhole({ status, headers: Object.fromEntries(headers), body }, receiver);
}

/**
 * Sends what a stream yields. While a connection is full, the adapter notices neither that the stream has failed nor that the client
 * has left, and its cancelling of a stream that has failed is an unhandled rejection, which ends the process.
 *
 * @returns when all of it was read, or its client is gone.
 */
export async function sendStream({ status, headers, body }: Response, receiver: Receiver): Promise<void> {
  const { outgoing } = receiver;
  const reader = (body ?? new ReadableStream<never>()).getReader();
  outgoing.req.socket.once('close', () => {
    reader.cancel().catch(() => undefined);
  });
  reader.closed.catch(() => outgoing.destroy());
  outgoing.shouldKeepAlive = false; // its end is the end of the connection
  outgoing.writeHead(status, Object.fromEntries(headers));
  for (let step = await reader.read(); !step.done && !isGone(outgoing); step = await reader.read()) {
    await write(receiver, step.value);
  }
  await finish(receiver);
}

async function write(receiver: Receiver, bytes: Uint8Array): Promise<void> {
  const { outgoing } = receiver;
  for (let start = 0; start < bytes.length && !isGone(outgoing); start += SLICE) {
    if (outgoing.write(bytes.subarray(start, start + SLICE))) continue;
    await untilRead(receiver, { event: 'drain', bytes: bytes.length - start });
  }
}

async function finish(receiver: Receiver, body: string | Uint8Array = ''): Promise<void> {
  const { outgoing } = receiver;
  if (isGone(outgoing)) return;
  outgoing.end(body);
  if (outgoing.writableLength > 0) await untilRead(receiver, { event: 'finish', bytes: outgoing.writableLength });
}

/** Waits until a client has read on, and cuts it where that takes too long, or where too much waits for all clients. */
function untilRead(
  { outgoing, limits, unread }: Receiver,
  { event, bytes }: { readonly event: 'drain' | 'finish'; readonly bytes: number },
): Promise<void> {
  return new Promise((resolve) => {
    // An answer that waits for the one before it on its connection does not hear that the connection has closed.
    const { socket } = outgoing.req;
    const cut = () => socket.destroy();
    const timer = setTimeout(cut, limits.stalledMs);
    const release = unread.hold(bytes, cut);
    const done = () => {
      clearTimeout(timer);
      release();
      outgoing.off(event, done);
      socket.off('close', done);
      resolve();
    };
    outgoing.once(event, done);
    socket.once('close', done);
  });
}

function isGone({ destroyed, req }: ServerResponse): boolean {
  return destroyed || req.socket.destroyed;
}
