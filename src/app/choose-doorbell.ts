import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Doorbell } from '../live/doorbell/doorbell.ts';
import { createMemoryDoorbell } from '../live/doorbell/memory-doorbell.ts';
import { createPostgresDoorbell } from '../live/doorbell/postgres-doorbell.ts';

/** The doorbell that the settings ask for. A broker that cannot be reached is reported, and stops nothing. */
export async function chooseDoorbell({ config, logger }: { config: Config; logger: Logger }): Promise<Doorbell> {
  const { redisUrl, databaseUrl } = config;
  const reportOf = (carrier: string) => (error: unknown) =>
    logger.warn(
      { err: error },
      `cannot listen for new comments through ${carrier}; until it can, streams poll the log`,
    );
  if (redisUrl !== null) {
    // Loaded where there is one: a start without it is an eighth of a second quicker.
    const { createRedisDoorbell } = await import('../live/doorbell/redis-doorbell.ts');
    return createRedisDoorbell({ redisUrl, onError: reportOf('Redis') });
  }
  if (databaseUrl !== null) return createPostgresDoorbell({ databaseUrl, onError: reportOf('PostgreSQL') });
  return createMemoryDoorbell();
}
