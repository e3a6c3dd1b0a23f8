import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Doorbell } from '../live/doorbell/doorbell.ts';
import { createMemoryDoorbell } from '../live/doorbell/memory-doorbell.ts';
import { Outage } from '../observe/outage.ts';
import { createPostgresDoorbell } from '../live/doorbell/postgres-doorbell.ts';

/** The doorbell that the settings ask for. A broker that cannot be reached is reported, and stops nothing. */
export async function chooseDoorbell({ config, logger }: { config: Config; logger: Logger }): Promise<Doorbell> {
  const { redisUrl, databaseUrl } = config;
  const reportOf = (carrier: string) => {
    const text = `cannot listen for new comments through ${carrier}; until it can, streams poll the log`;
    const outage = new Outage({ logger, text });
    return {
      onError: (error: unknown) => outage.tell(error),
      onOpened: () => outage.end(`listens for new comments through ${carrier} again`),
    };
  };
  if (redisUrl !== null) {
    // Loaded where there is one: a start without it is an eighth of a second quicker.
    const { createRedisDoorbell } = await import('../live/doorbell/redis-doorbell.ts');
    return createRedisDoorbell({ redisUrl, ...reportOf('Redis') });
  }
  if (databaseUrl !== null) return createPostgresDoorbell({ databaseUrl, ...reportOf('PostgreSQL') });
  return createMemoryDoorbell();
}
