import type { Pool } from 'pg';
import { readComments } from '../data/comment-rows.ts';
import type { CommentRow } from '../data/comment-rows.ts';
import { readPosts } from '../data/post-rows.ts';
import { sql } from '../data/sql.ts';
import { isVisiblePost } from '../data/visibility.ts';
import { CodedError } from '../policy/coded-error.ts';
import type { Identity } from '../session/session.ts';
import type { Follower, Hub } from './hub.ts';

const BATCH = 50; // rows read ahead: all that a subscriber ever holds
const FRESH_FOR = 1_000; // 1 second: what was read ahead longer ago is read again, for it may have been withdrawn

/** Where a stream of one post's comments begins, and for whom it is. */
export interface CommentStreamStart {
  readonly postId: string;
  /** The number of the last comment that is known; the first one sent comes after it. */
  readonly after: number;
  readonly identity: Identity;
}

/**
 * The comments of a post after a number, in order, each once: first those that are there, then those that come. They
 * are read from their rows, so a position never expires. Numbers are given under the lock of the discussion's row, so
 * none becomes visible after a higher one.
 *
 * Ends with `NOT_FOUND` when the post is no longer to be seen.
 */
export function streamComments(
  { pool, hub }: { pool: Pool; hub: Hub },
  start: CommentStreamStart,
): AsyncIterableIterator<CommentRow> {
  const follower = hub.follow(start.postId);
  const rows = readOn({ pool, follower }, start);
  return {
    next: async () => await rows.next(),
    async return() {
      // A generator that waits cannot be ended from outside: it must first be woken.
      follower.close();
      return await rows.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* readOn(
  { pool, follower }: { pool: Pool; follower: Follower },
  { postId, after, identity }: CommentStreamStart,
): AsyncGenerator<CommentRow, void> {
  let position = after;
  try {
    do {
      let batch: CommentRow[];
      do {
        batch = await readAfter(pool, { postId, after: position, identity });
        const readAt = Date.now();
        for (const row of batch) {
          if (Date.now() - readAt > FRESH_FOR) break;
          position = row.number;
          yield row;
        }
      } while (batch.length === BATCH || (batch.at(-1)?.number ?? position) > position);

      if (batch.length === 0) await requireVisible(pool, { postId, identity });
    } while (await follower.wait());
  } finally {
    follower.close();
  }
}

async function readAfter(pool: Pool, { postId, after, identity }: CommentStreamStart): Promise<CommentRow[]> {
  const from = sql`(
    SELECT c.* FROM comment c JOIN post p ON p.id = c.post_id
    WHERE c.post_id = ${postId}::uuid AND c.number > ${after} AND ${isVisiblePost(identity)}
    ORDER BY c.number LIMIT ${BATCH}) c`;
  return await readComments(pool, { from });
}

async function requireVisible(
  pool: Pool,
  { postId, identity }: Pick<CommentStreamStart, 'postId' | 'identity'>,
): Promise<void> {
  const [post] = await readPosts(pool, sql`p.id = ${postId}::uuid AND ${isVisiblePost(identity)}`);
  if (post === undefined) throw new CodedError('NOT_FOUND', 'The post is no longer published.');
}
