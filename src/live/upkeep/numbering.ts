import type { Pool } from 'pg';
import { givePositions } from '../../data/log/log-positions.ts';
import type { Doorbell } from '../doorbell/doorbell.ts';

/** Assigns events their position in the log of all posts, after they are committed. */
interface Numbering {
  /** Says that there is something to number. Returns at once and never fails. */
  wake(): void;
  /** Waits for the current run. Events without a position get one from another instance, or at the next start. */
  close(): Promise<void>;
}

export interface NumberingOptions {
  readonly pool: Pool;
  /**
   * Every event up to here can be read in the log of all posts. Called once for each position at which this instance
   * finds the log to end, also where another instance numbered it.
   */
  readonly onNumbered: (position: number) => void;
  readonly onError: (error: unknown) => void;
  /** 5 seconds: how late an event is when its instance dies before numbering it. */
  readonly pollEvery?: number;
  /** 20 milliseconds: events written meanwhile are numbered together. */
  readonly gatherFor?: number;
}

/** One run at a time, and at most one that waits: it starts after everything that woke it, and so sees all of that. */
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
  let lastTold: number | null = null;

  async function number(): Promise<void> {
    try {
      const { highest } = await givePositions(pool);
      // Not `<=`: a restored database ends earlier, and subscribers must hear of that as well.
      if (highest === lastTold) return;
      lastTold = highest;
      onNumbered(highest);
    } catch (error) {
      // The next poll tries again.
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
  // What the last instance left.
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

/** The same doorbell for the writers of this process: what they ring for is numbered as well. */
export function numberAfterRing(doorbell: Doorbell, numbering: Numbering): Doorbell {
  return {
    get isOpen() {
      return doorbell.isOpen;
    },
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
