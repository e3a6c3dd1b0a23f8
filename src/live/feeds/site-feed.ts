import type { Pool } from 'pg';
import { SITE } from '../../data/log/log.ts';
import { readSiteLogEnds } from '../../data/log/log-positions.ts';
import type { PostList } from '../../data/reads/post-pages.ts';
import { readSiteEvents } from '../../data/log/site-events.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { cursorExpired, encodeCursor } from '../../relay/cursor.ts';
import type { CommentEvent } from './discussion-event.ts';
import { BATCH } from './feed.ts';
import type { Feed, LiveEvent } from './feed.ts';

/** A comment of any post, or a position of the log that has none for this feed. */
export type SiteEvent = CommentEvent | SilentEvent;

interface SilentEvent extends LiveEvent {
  readonly isSilent: true;
}

/** The new comments of all posts, or of the posts of a list, by position; those of one post in their own order. */
export function createSiteFeed(pool: Pool, list: PostList): Feed<SiteEvent> {
  return {
    key: JSON.stringify(['site', list.tag, list.author]),
    topic: SITE,
    async read(after) {
      const rows = await readSiteEvents(pool, { after, limit: BATCH, list });
      // Positions have no holes: when the next one is missing, it was dropped.
      if (rows[0]?.position !== after + 1) await requireKept(pool, after);
      return rows.map(({ position, comment, ...row }): SiteEvent => {
        if (comment === null) return { position, isSilent: true };
        const cursor = encodeCursor('SITE', { scope: '', key: [position] });
        return { ...row, kind: 'COMMENT_ADDED', position, postId: comment.postId, cursor, comment };
      });
    },
  };
}

/** The comment of an event that is delivered; a silent one never is. */
export function requireComment(event: SiteEvent): CommentEvent {
  if ('comment' in event) return event;
  throw new Error(`Expected a comment at the position ${event.position}.`);
}

/** @throws {CodedError} `CURSOR_EXPIRED` where the log does not reach back, or on, to the position. */
export async function requireKept(pool: Pool, after: number): Promise<{ readonly last: number }> {
  const ends = await readSiteLogEnds(pool);
  if (after > ends.last) throw cursorExpired();
  if (after < ends.dropped) {
    throw new CodedError('CURSOR_EXPIRED', 'What came after the cursor is no longer kept; begin again without it.');
  }
  return ends;
}
