import { readQueueEnd } from '../../data/log/queue-events.ts';
import { SourceStream } from '../../live/delivery/source-stream.ts';
import { createModerationFeed, cursorOfQueue } from '../../live/feeds/moderation-feed.ts';
import type { ModerationEvent } from '../../live/feeds/moderation-feed.ts';
import { cursorExpired, decodeCursor } from '../../relay/cursor.ts';
import { requireReader } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';

/**
 * What comes to the queue and what leaves it. With `after`, first what came after that place.
 *
 * @throws {CodedError} `FORBIDDEN`, `BAD_CURSOR` or `CURSOR_EXPIRED` (past the end of the log), before the stream begins.
 */
export async function followQueue(
  session: ServiceSession,
  { after }: { readonly after?: string | null | undefined },
): Promise<SourceStream<ModerationEvent>> {
  const { database, identity } = session;
  requireReader(session, 'readQueue');
  const end = await readQueueEnd(database.pool);
  const place = typeof after === 'string' ? decodeCursor(after, { kind: 'QUEUE', scope: 'LOG' })[0] : end;
  if (place > end) throw cursorExpired();
  return new SourceStream({
    feed: createModerationFeed(database.pool),
    viewpoint: identity,
    start: { after: place, end, opening: [] },
  });
}

/** The place in the log of the queue at which the request reads it. */
export async function findModerationCursor(session: ServiceSession): Promise<string> {
  requireReader(session, 'readQueue');
  return cursorOfQueue(await readQueueEnd(session.database.pool));
}
