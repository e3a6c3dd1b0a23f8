import type { Pool } from 'pg';
import { QUEUE } from '../../data/log/log.ts';
import { readQueueEnd, readQueueEvents } from '../../data/log/queue-events.ts';
import type { QueueEventRow } from '../../data/log/queue-events.ts';
import { cursorExpired, encodeCursor } from '../../relay/cursor.ts';
import { BATCH } from './feed.ts';
import type { Feed, LiveEvent } from './feed.ts';

/** Something came to the queue of the moderators, or left it. */
export interface ModerationEvent extends LiveEvent, Omit<QueueEventRow, 'seq'> {
  /** A stream that resumes after it continues with the next event. */
  readonly cursor: string;
}

/** The log of the queue, each event once and in order. It is never dropped, so a position does not expire. */
export function createModerationFeed(pool: Pool): Feed<ModerationEvent> {
  return {
    key: JSON.stringify(['moderation']),
    topic: QUEUE,
    async read(after) {
      const rows = await readQueueEvents(pool, { after, limit: BATCH });
      if (rows.length === 0 && after > (await readQueueEnd(pool))) throw cursorExpired();
      return rows.map(({ seq, ...row }) => ({ ...row, position: seq, cursor: cursorOfQueue(seq) }));
    },
  };
}

/** A place in the log of the queue. */
export function cursorOfQueue(seq: number): string {
  return encodeCursor('QUEUE', { scope: 'LOG', key: [seq] });
}
