import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { topicOfReactions } from '../../data/log/topics.ts';
import { readMovedComments } from '../../data/reactions/moved-comments.ts';
import type { ReactionsEvent } from './discussion-event.ts';
import { BATCH } from './feed.ts';
import type { Feed, Viewpoint } from './feed.ts';

/**
 * Stands for the place in the log of whoever is sent the event, which many share. No client is ever sent it, so no text can hold it.
 */
export const OWN_PLACE = randomUUID();

/** 1 second: how often a subscriber is told at most of the counts of one comment. */
const EVERY = 1_000;

/**
 * The comments of a post whose counts have moved, by the version of the discussion at which they moved last: a comment that has moved
 * often since a position comes once. So nothing is kept for those who are behind, and nothing is too old to be read.
 */
export function createReactionsFeed(
  pool: Pool,
  { postId, viewpoint: { identity, key } }: { postId: string; viewpoint: Viewpoint },
): Feed<ReactionsEvent> {
  return {
    key: JSON.stringify(['reactions', postId, key]),
    topic: topicOfReactions(postId),
    every: EVERY,
    async read(after) {
      const rows = await readMovedComments(pool, { postId, after, identity, limit: BATCH });
      const now = new Date();
      return rows.map(({ version, comment }) => ({
        ...{ kind: 'REACTIONS', postId, position: version, cursor: OWN_PLACE },
        ...{ occurredAt: now, clientMutationId: null, comment },
      }));
    },
  };
}
