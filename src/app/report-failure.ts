import type { Logger } from 'pino';
import { isDatabaseAway, tellDatabaseAway } from '../data/database/database-away.ts';

/** How work in the background reports what failed: the outage of the database is one for all of it, and all else a fault of ours. */
export function reportFailure(logger: Logger, text: string): (error: unknown) => void {
  return (error) => {
    if (isDatabaseAway(error)) tellDatabaseAway(error, logger);
    else logger.error({ err: error }, text);
  };
}
