import { forgetDeletions } from '../../data/archive/forget-deletions.ts';
import { dropOldEvents } from '../../data/log/log-retention.ts';
import type { Repeated } from './repeat.ts';
import { startSweeping } from './sweeping.ts';
import type { SweepingOptions } from './sweeping.ts';

/** `days`: how long an event is kept after it is written; 0: for ever. 1,000 events a step. */
export interface RetentionOptions extends SweepingOptions {
  readonly onDropped: (count: number) => void;
}

/** Drops events that are older than the log keeps, and as old notes of what was deleted. */
export function startRetention({ onDropped, ...options }: RetentionOptions): Repeated {
  if (options.days === 0) return { close: async () => {} };
  const ofEvents = startSweeping(options, { sweep: dropOldEvents, onSwept: onDropped, step: 1_000 });
  const ofDeletions = startSweeping(options, { sweep: forgetDeletions, onSwept: () => undefined, step: 1_000 });
  return {
    async close() {
      await Promise.all([ofEvents.close(), ofDeletions.close()]);
    },
  };
}
