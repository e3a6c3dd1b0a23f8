import type { Logger } from 'pino';
import { databaseOutage, databaseOverload } from '../../observe/outage.ts';
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
  // PostgreSQL: shut down, crashed, starting, no connection left
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
  // Prisma: cannot be reached, timed out, closed
  '3D000', // the database was renamed or dropped while we run
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2037',
]);

// It is there, and has too much to do: a statement took too long, or no connection of the pool was free in time.
const BUSY_CODES = new Set(['57014', 'P2024']);

const AWAY_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

// pg and its pool have no codes for these; Prisma has one (P2028) for very different things.
const AWAY_MESSAGE =
  /Connection terminated|Query read timeout|not currently accepting connections|Can't reach database server|after calling end on the pool|Client has encountered a connection error/i;
const BUSY_MESSAGE =
  /timeout exceeded when trying to connect|Unable to start a transaction in the given time|expired transaction|Transaction already closed/i;

const DEPTH = 6; // causes within causes

/** Whether an error says that the database cannot be used now, wherever in its chain of causes that stands. */
export function isDatabaseAway(error: unknown): boolean {
  return findFault(error) !== null;
}

/** Tells the operator of an error for which {@link isDatabaseAway} is true: an outage is one for all that notice it. */
export function tellDatabaseAway(error: unknown, logger: Logger): void {
  const told = findFault(error) === 'busy' ? databaseOverload(logger) : databaseOutage(logger);
  told.tell(error);
}

function findFault(error: unknown, depth = DEPTH): 'away' | 'busy' | null {
  if (typeof error !== 'object' || error === null || depth === 0) return null;
  if (error instanceof DatabaseUnavailableError) return 'away';

  const fact: Partial<Record<string, unknown>> = { ...error };
  const names = [fact['code'], fact['errorCode'], fact['originalCode']].filter((name) => typeof name === 'string');
  const message = error instanceof Error ? error.message : '';
  if (names.some((name) => BUSY_CODES.has(name)) || BUSY_MESSAGE.test(message)) return 'busy';
  if (names.some((name) => AWAY_CODES.has(name) || name.startsWith('08'))) return 'away';
  if (typeof fact['kind'] === 'string' && AWAY_KINDS.has(fact['kind'])) return 'away';
  if (AWAY_MESSAGE.test(message)) return 'away';

  const meta = typeof fact['meta'] === 'object' && fact['meta'] !== null ? { ...fact['meta'] } : {};
  const cause = findFault(error instanceof Error ? error.cause : fact['cause'], depth - 1);
  return cause ?? findFault('driverAdapterError' in meta ? meta.driverAdapterError : null, depth - 1);
}
