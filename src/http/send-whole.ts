import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Limits } from '../config/limits.ts';
import type { UnreadBytes } from '../execution/unread-bytes.ts';

interface Whole {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

interface Sending {
  readonly outgoing: ServerResponse;
  readonly limits: Pick<Limits, 'stalledMs'>;
  readonly unread: UnreadBytes;
}

/** Sends an answer in one go, and bounds how much of it, and how long, its client may leave unread. */
export async function sendWhole(
  { status, headers, body }: Whole,
  { outgoing, limits, unread }: Sending,
): Promise<void> {
  if (outgoing.destroyed) return;
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
  if (outgoing.writableLength === 0) return; // taken whole by the kernel

  outgoing.setTimeout(limits.stalledMs);
  const release = unread.hold(outgoing.writableLength, () => outgoing.destroy());
  await once(outgoing, 'close').finally(release);
}
