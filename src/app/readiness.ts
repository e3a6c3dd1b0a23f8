import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../data/database/database.ts';
import { areMigrationsApplied, MIGRATIONS } from '../data/database/migrate.ts';
import type { Doorbell } from '../live/doorbell/doorbell.ts';
import { databaseOutage } from '../observe/outage.ts';
import type { Readiness } from '../pages/service-pages.ts';

const ANSWER_WITHIN = 2_000; // 2 seconds

/**
 * Asks what an instance needs to work: the database, with every migration of this release. Without the doorbell streams are late,
 * and nothing fails, so it is only reported.
 */
export async function readReadiness({
  database,
  bell,
  logger,
}: {
  database: Database;
  bell: Doorbell;
  logger: Logger;
}): Promise<Readiness> {
  const migrations = await Promise.race([
    areMigrationsApplied(database.pool, { directory: MIGRATIONS }).then(
      (areApplied) => (areApplied ? ('applied' as const) : ('missing' as const)),
      () => null,
    ),
    setTimeout(ANSWER_WITHIN, null, { ref: false }),
  ]);
  if (migrations !== null) databaseOutage(logger).end('the database is back');
  return {
    isReady: migrations === 'applied',
    database: migrations === null ? 'away' : 'up',
    migrations: migrations ?? 'unknown',
    doorbell: bell.isOpen ? 'up' : 'away',
  };
}
