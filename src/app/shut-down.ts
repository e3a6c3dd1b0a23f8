import type { Server } from 'node:http';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Limits } from '../config/limits.ts';
import type { RunningWork } from '../execution/running-work.ts';
import type { SocketServer } from '../websocket/server.ts';

interface ShutDown {
  readonly server: Server;
  readonly sockets: SocketServer;
  readonly work: RunningWork;
  readonly limits: Limits;
  /** Aborted first: `/ready` says no, and everything else is still answered. */
  readonly leaving: AbortController;
  /** Aborted next: nothing new is accepted. */
  readonly ending: AbortController;
  /** Aborted when streams of events are to end. */
  readonly streamsEnding: AbortController;
}

/** Accepts nothing new, finishes what runs, ends sockets and streams, and takes no longer than it may, whatever they do. */
export async function shutDown(parts: ShutDown): Promise<void> {
  const { server, limits } = parts;
  const patience = new AbortController();
  const tooLong = delay(limits.shutdownMs, null, { signal: patience.signal }).catch(() => null);
  await Promise.race([leave(parts), tooLong]);
  patience.abort();
  server.closeAllConnections();
}

async function leave({ server, sockets, work, limits, leaving, ending, streamsEnding }: ShutDown): Promise<void> {
  leaving.abort();
  // The system cuts off a client that connects just as we stop listening: first a load balancer gets time to send none.
  if (limits.noticeMs > 0) await delay(limits.noticeMs);
  ending.abort();
  const closed = server.listening ? new Promise((resolve) => server.close(resolve)) : Promise.resolve();
  server.closeIdleConnections();
  await work.settle(limits.drainMs);
  await nextTurn(); // an answer that is just ready is sent before its socket closes
  streamsEnding.abort();
  await sockets.close();
  // Connections of requests that were just answered are idle only now.
  server.closeIdleConnections();
  await Promise.race([closed, delay(1_000, null, { ref: false })]);
}
