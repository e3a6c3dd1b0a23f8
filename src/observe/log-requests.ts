import type { Logger } from 'pino';
import type { Observer } from './observer.ts';

/** What machines ask for every second, and nobody wants to read about. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

/** Writes one line of the log for each operation, and one for each other request. */
export function logRequests(logger: Logger): Observer {
  return {
    operation({ requestId, name, kind, door, price, durationMs, code }) {
      logger.info({ requestId, operation: name, kind, door, price, durationMs: round(durationMs), code }, 'operation');
    },
    request({ requestId, method, route, status, durationMs, isOperation }) {
      if (isOperation) return;
      const level = PROBES.has(route) ? 'debug' : 'info';
      logger[level]({ requestId, method, route, status, durationMs: round(durationMs) }, 'request');
    },
    refused: () => undefined,
  };
}

/** To a tenth of a millisecond. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
