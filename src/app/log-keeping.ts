import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Doorbell } from '../live/doorbell/doorbell.ts';
import type { Renderer } from '../text/renderer.ts';
import { SITE } from '../data/log/log.ts';
import type { Database } from '../data/database/database.ts';
import { makeDesk } from '../domain/persons/desk.ts';
import { finishErasures } from '../domain/persons/erase.ts';
import { startErasingEvidence } from '../live/upkeep/evidence.ts';
import { createNumbering, numberAfterRing } from '../live/upkeep/numbering.ts';
import { repeat } from '../live/upkeep/repeat.ts';
import { startRerendering } from '../live/upkeep/rerendering.ts';
import { reportFailure } from './report-failure.ts';
import { startRetention } from '../live/upkeep/retention.ts';

const HOUR = 3_600_000; // milliseconds

/** The background work on what is stored. */
interface LogKeeping {
  /** The doorbell for writers: what they ring for is assigned its position in the log of all posts. */
  readonly doorbell: Doorbell;
  close(): Promise<void>;
}

/** Numbers what was written, drops what is older than the log keeps, erases what is no longer evidence, goes on with erasures, and renders again what an older renderer made. */
export function startLogKeeping({
  config,
  logger,
  database,
  bell,
  renderer,
}: {
  config: Config;
  logger: Logger;
  database: Database;
  bell: Doorbell;
  renderer: Renderer;
}): LogKeeping {
  const { pool } = database;
  const numbering = createNumbering({
    pool,
    onNumbered: (position) => bell.ring({ postId: SITE, seq: position }),
    onError: reportFailure(logger, 'events have no position yet; it is tried again'),
  });
  const retention = startRetention({
    pool,
    days: config.eventRetentionDays,
    now: () => new Date(),
    random: Math.random,
    onDropped: (events) => logger.info({ events }, 'events older than the log keeps were dropped'),
    onError: reportFailure(logger, 'old events could not be dropped; it is tried again'),
  });

  const evidence = startErasingEvidence({
    pool,
    days: config.evidenceDays,
    now: () => new Date(),
    random: Math.random,
    onErased: (texts) => logger.info({ texts }, 'texts that were kept as evidence were erased'),
    onError: reportFailure(logger, 'texts that were kept as evidence could not be erased; it is tried again'),
  });

  const doorbell = numberAfterRing(bell, numbering);
  const erasures = repeat(
    async (signal) => {
      const comments = await finishErasures(makeDesk({ database, doorbell }), signal);
      if (comments > 0) logger.info({ comments }, 'erasures that were interrupted went on');
    },
    { every: HOUR, random: Math.random, onError: reportFailure(logger, 'erasures could not go on; it is tried again') },
  );

  const rerendering = startRerendering({
    pool,
    renderer,
    random: Math.random,
    onRendered: (texts) => logger.info({ texts }, 'texts of an older renderer were rendered again'),
    onRefused: ({ text: { id, isPost }, error }) =>
      logger.warn({ err: error, id, isPost }, 'a text cannot be rendered again and keeps its HTML'),
    onError: reportFailure(logger, 'texts could not be rendered again; it is tried again'),
  });

  return {
    doorbell,
    async close() {
      await Promise.all([
        numbering.close(),
        retention.close(),
        evidence.close(),
        erasures.close(),
        rerendering.close(),
      ]);
    },
  };
}
