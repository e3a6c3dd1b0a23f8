import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Doorbell } from '../live/doorbell/doorbell.ts';
import { SITE } from '../data/log/log.ts';
import { createNumbering, numberAfterRing } from '../live/upkeep/numbering.ts';
import { startRetention } from '../live/upkeep/retention.ts';

/** The background work on the log. */
export interface LogKeeping {
  /** The doorbell for writers: what they ring for is assigned its position in the log of all posts. */
  readonly doorbell: Doorbell;
  close(): Promise<void>;
}

/** Numbers new events, and drops those that are older than the log keeps. */
export function startLogKeeping({
  config,
  logger,
  pool,
  bell,
}: {
  config: Config;
  logger: Logger;
  pool: Pool;
  bell: Doorbell;
}): LogKeeping {
  const numbering = createNumbering({
    pool,
    onNumbered: (position) => bell.ring({ postId: SITE, seq: position }),
    onError: (error) => logger.warn({ err: error }, 'events have no position yet; it is tried again'),
  });
  const retention = startRetention({
    pool,
    days: config.eventRetentionDays,
    now: () => new Date(),
    random: Math.random,
    onDropped: (events) => logger.info({ events }, 'events older than the log keeps were dropped'),
    onError: (error) => logger.warn({ err: error }, 'old events could not be dropped; it is tried again'),
  });

  return {
    doorbell: numberAfterRing(bell, numbering),
    async close() {
      await Promise.all([numbering.close(), retention.close()]);
    },
  };
}
