import type { Pool } from 'pg';
import { givePositions } from '../../data/log/log-positions.ts';
import type { Doorbell } from '../doorbell/doorbell.ts';

/** Gives events their place in the log of all posts, after they were committed. */
export interface Numbering {
  /** There is something to number. Returns at once and never fails. */
  wake(): void;
  /** Waits for the run that is under way. What has no position then gets it from another instance, or at the next start. */
  close(): Promise<void>;
}

export interface NumberingOptions {
  readonly pool: Pool;
  /**
   * Every event up to here can be read in the log of all posts: a ring for those who follow it. Called once for each
   * position at which this instance found the log to end, also where another one had numbered it.
   */
  readonly onNumbered: (position: number) => void;
  readonly onError: (error: unknown) => void;
  /** 5 seconds: how late an event is whose instance died before it was numbered. */
  readonly pollEvery?: number;
  /** 20 milliseconds: what is written meanwhile is numbered together. */
  readonly gatherFor?: number;
}

/** One run at a time, and at most one that waits: it begins after everything that woke it, so it sees all of that. */
export function createNumbering({
  pool,
  onNumbered,
  onError,
  pollEvery = 5_000,
  gatherFor = 20,
}: NumberingOptions): Numbering {
  let running: Promise<void> | null = null;
  let waiting: NodeJS.Timeout | undefined;
  let isStale = false;
  let isClosed = false;
  let told: number | null = null;

  async function number(): Promise<void> {
    try {
      const { highest } = await givePositions(pool);
      // Not `<=`: a database that was restored ends earlier, and those who follow must hear of that as well.
      if (highest === told) return;
      told = highest;
      onNumbered(highest);
    } catch (error) {
      // The poll tries again.
      onError(error);
    }
  }

  function run(): void {
    waiting = undefined;
    isStale = false;
    running = number().finally(() => {
      running = null;
      if (isStale) wake();
    });
  }

  function wake(): void {
    if (running !== null) isStale = true;
    else if (!isClosed) waiting ??= setTimeout(run, gatherFor).unref();
  }

  const poll = setInterval(wake, pollEvery).unref();
  // What was left when the last instance ended.
  wake();

  return {
    wake,
    async close() {
      isClosed = true;
      clearInterval(poll);
      clearTimeout(waiting);
      await running;
    },
  };
}

/** The same doorbell for those who write in this process: what they ring for is numbered as well. */
export function numberAfterRing(doorbell: Doorbell, numbering: Numbering): Doorbell {
  return {
    ring(ring) {
      doorbell.ring(ring);
      numbering.wake();
    },
    listen(listener) {
      doorbell.listen(listener);
    },
    close: () => doorbell.close(),
  };
}
