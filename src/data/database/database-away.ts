import { DatabaseUnavailableError } from './database-error.ts';

const AWAY_CODES = new Set([
  // Node
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  // PostgreSQL: shut down, crashed, starting, no connection left, statement ended
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
  '57014',
  // Prisma: cannot be reached, timed out, closed, no connection from the pool in time
  '3D000', // the database was renamed or dropped while we run
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
]);

const AWAY_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

// pg and its pool have no codes for these; Prisma has one (P2028) for very different things.
const AWAY_MESSAGE =
  /Connection terminated|Query read timeout|not currently accepting connections|timeout exceeded when trying to connect|Can't reach database server|after calling end on the pool|Client has encountered a connection error|Unable to start a transaction in the given time|expired transaction|Transaction already closed/i;

const DEPTH = 6; // causes within causes

/** Whether an error says that the database cannot be used now, wherever in its chain of causes that stands. */
export function isDatabaseAway(error: unknown, depth = DEPTH): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  if (error instanceof DatabaseUnavailableError) return true;

  const fact: Partial<Record<string, unknown>> = { ...error };
  const names = [fact['code'], fact['errorCode'], fact['originalCode']];
  if (names.some((name) => typeof name === 'string' && (AWAY_CODES.has(name) || name.startsWith('08')))) return true;
  if (typeof fact['kind'] === 'string' && AWAY_KINDS.has(fact['kind'])) return true;
  if (error instanceof Error && AWAY_MESSAGE.test(error.message)) return true;

  const meta = typeof fact['meta'] === 'object' && fact['meta'] !== null ? { ...fact['meta'] } : {};
  const within = [
    error instanceof Error ? error.cause : fact['cause'],
    'driverAdapterError' in meta ? meta.driverAdapterError : null,
  ];
  return within.some((cause) => isDatabaseAway(cause, depth - 1));
}
