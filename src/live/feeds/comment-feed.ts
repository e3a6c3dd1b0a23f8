import type { Pool } from 'pg';
import { readAddedComments } from '../../data/log/log-events.ts';
import { cursorExpired, encodeCursor } from '../../relay/cursor.ts';
import { toCommentEvent } from './discussion-event.ts';
import type { CommentEvent } from './discussion-event.ts';
import { BATCH } from './feed.ts';
import type { Feed } from './feed.ts';
import { findFollowable, noLongerPublished } from './find-followable.ts';
import type { Viewpoint } from './feed.ts';

/**
 * The comments of a post by number, each once. They are read from their rows, so a position never expires. Numbers are
 * assigned under the lock of the discussion's row, so none becomes visible after a higher one.
 */
export function createCommentFeed(
  pool: Pool,
  { postId, viewpoint: { identity, key } }: { postId: string; viewpoint: Viewpoint },
): Feed<CommentEvent> {
  return {
    key: JSON.stringify(['comments', postId, key]),
    topic: postId,
    async read(after) {
      const rows = await readAddedComments(pool, { postId, after, identity, limit: BATCH });
      if (rows.length === 0) {
        const end = await findFollowable(pool, { postId, identity });
        if (end === null) throw noLongerPublished();
        if (after > end.lastNumber) throw cursorExpired();
      }
      return rows.map((row) =>
        toCommentEvent(row, {
          kind: 'COMMENT_ADDED',
          postId,
          position: row.lastNumber,
          cursor: encodeCursor('TIME', { scope: postId, key: [row.lastNumber] }),
        }),
      );
    },
  };
}
