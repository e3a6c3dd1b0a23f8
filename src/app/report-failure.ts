import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { isDatabaseAway, tellDatabaseAway } from '../data/database/database-away.ts';
import { Outage } from '../observe/outage.ts';

const MOST_KINDS = 50; // of failures that are told apart; one that is forgotten is told once more
const KIND_LENGTH = 200; // characters

/**
 * How work in the background reports what failed: the outage of the database is one for all of it, and all else a fault of ours. Each
 * kind is told once, then every minute: what thousands of streams try again fails thousands of times.
 */
export function reportFailure(logger: Logger, text: string): (error: unknown) => void {
  const kinds = new LRUCache<string, Outage>({ max: MOST_KINDS });
  return (error) => {
    if (isDatabaseAway(error)) {
      tellDatabaseAway(error, logger);
      return;
    }
    const kind = findKind(error);
    const fault = kinds.get(kind) ?? new Outage({ logger, text, level: 'error' });
    kinds.set(kind, fault);
    fault.tell(error);
  };
}

/** Equal for two errors that differ in numbers alone. */
function findKind(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (error.cause instanceof Error) return findKind(error.cause);
  return `${error.name}: ${error.message.replace(/\d+/g, '0')}`.slice(0, KIND_LENGTH);
}
