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
  /** Aborted first: `/ready` says so, and everything is still answered. */
  readonly leaving: AbortController;
  /** Aborted then: nothing new is taken. */
  readonly ending: AbortController;
  /** Aborted when streams of events are to end. */
  readonly streamsEnding: AbortController;
}

/** Stops taking, answers what runs, tells sockets and streams that we go, and is done in time whatever they do. */
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
  // Whoever connects just as we stop listening is cut off by the system: a load balancer gets the time to send nobody.
  if (limits.noticeMs > 0) await delay(limits.noticeMs);
  ending.abort();
  const closed = server.listening ? new Promise((resolve) => server.close(resolve)) : Promise.resolve();
  server.closeIdleConnections();
  await work.settle(limits.drainMs);
  await nextTurn(); // what has just ended is sent before its socket is closed
  streamsEnding.abort();
  await sockets.close();
  // What has just been answered is idle only now.
  server.closeIdleConnections();
  await Promise.race([closed, delay(1_000, null, { ref: false })]);
}
