import type { Pool } from 'pg';
import type { Discussion } from '../../generated/prisma/client.ts';
import type { EventKind } from '../../generated/prisma/enums.ts';
import type { Identity } from '../../session/session.ts';
import { bool, float, nullable, select, text, timestamp, uuid } from '../database/columns.ts';
import { readRows, readRowsIn, sql, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { ofDiscussion, ofReactions } from '../reads/post-rows.ts';
import { postsOf, topicOfReactions } from './topics.ts';
import { isPublishedPost, isVisiblePost } from '../reads/visibility.ts';

const discussionColumns = { postId: uuid, ...ofDiscussion, ...ofReactions };

const lockedDiscussion = statement('lockedDiscussion', {
  ...discussionColumns,
  isPublished: bool,
  publishedAt: nullable(timestamp),
  updatedAt: timestamp,
});
const logEnds = statement('logEnds', { topic: text, end: float });

/** The state of a discussion whose row is locked until the transaction ends. */
export interface LockedDiscussion extends Discussion {
  readonly isPublished: boolean;
  /** When the post was published; null for a draft. */
  readonly publishedAt: Date | null;
  /** When the texts of the post were last written. */
  readonly updatedAt: Date;
}

/**
 * Takes the lock that every writer of a discussion holds, so that nothing changes between a check and the write that relies
 * on it. Null if the viewer may not see the post.
 */
export async function lockDiscussion(
  tx: Transaction,
  { postId, identity }: { postId: string; identity: Identity },
): Promise<LockedDiscussion | null> {
  // Two statements: after a wait for the lock PostgreSQL reads the locked row again, but no other row of that statement.
  await tx.$queryRaw(sql`SELECT 1 FROM discussion WHERE post_id = ${postId}::uuid FOR UPDATE`);
  const [row] = await readRowsIn(
    tx,
    lockedDiscussion`
    SELECT ${select('d', discussionColumns)}, ${isPublishedPost} AS "isPublished",
      p.published_at AS "publishedAt", p.updated_at AS "updatedAt"
    FROM discussion d JOIN post p ON p.id = d.post_id
    WHERE d.post_id = ${postId}::uuid AND ${isVisiblePost(identity)}`,
  );
  return row ?? null;
}

/** A row of the log. It holds references only: what a viewer may see is read at delivery. */
interface LogEntry {
  readonly kind: EventKind;
  readonly postId: string;
  readonly commentId?: string;
  readonly actorId: string | null;
  readonly clientMutationId?: string | null;
  readonly occurredAt: Date;
  /** What the change adds to the counters of the discussion. */
  readonly moves?: { readonly lastNumber?: number; readonly commentCount?: number; readonly topLevelPlaces?: number };
}

/** Appends to the log of a post and moves its counters. The seq of the returned state is without holes, and visible in order. */
export async function appendToLog(tx: Transaction, { moves = {}, ...entry }: LogEntry): Promise<Discussion> {
  const { lastNumber = 0, commentCount = 0, topLevelPlaces = 0 } = moves;
  const discussion = await tx.discussion.update({
    where: { postId: entry.postId },
    data: {
      seq: { increment: 1 },
      lastNumber: { increment: lastNumber },
      commentCount: { increment: commentCount },
      topLevelPlaces: { increment: topLevelPlaces },
    },
  });
  const { seq, lastNumber: last } = discussion;
  await tx.event.create({ data: { ...entry, seq, lastNumber: last }, select: { seq: true } });
  return discussion;
}

/** Stands for the log of all posts where an id of a post is expected; no post has this id. */
export const SITE = '00000000-0000-0000-0000-000000000000';

/** Stands for the log of the moderators' queue in the same places. */
export const QUEUE = '00000000-0000-0000-0000-000000000001';

/** Where each of these topics ends. */
export async function readEnds(
  pool: Pool,
  topics: readonly string[],
): Promise<{ readonly topic: string; readonly end: number }[]> {
  const postIds = postsOf(topics, 'log');
  return await readRows(
    pool,
    logEnds`
    SELECT post_id::text AS topic, seq::float8 AS end FROM discussion WHERE post_id = ANY(${postIds}::uuid[])
    UNION ALL
    SELECT post_id || ${topicOfReactions('')}, version::float8 FROM discussion
    WHERE post_id = ANY(${postsOf(topics, 'reactions')}::uuid[])
    UNION ALL
    SELECT ${SITE}::text, last_position::float8 FROM site_log WHERE ${SITE}::uuid = ANY(${postIds}::uuid[])
    UNION ALL
    SELECT ${QUEUE}::text, seq::float8 FROM moderation_log WHERE ${QUEUE}::uuid = ANY(${postIds}::uuid[])`,
  );
}
