import type { Pool } from 'pg';
import type { EventKind } from '../../generated/prisma/enums.ts';
import type { Identity } from '../../session/session.ts';
import { bool, float, int, uuid } from '../database/columns.ts';
import { readRows, readRowsIn, sql, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { isPublishedPost, isVisiblePost } from '../reads/visibility.ts';

const lockedDiscussion = statement('lockedDiscussion', { postId: uuid, isOpen: bool, isPublished: bool, lastNumber: int });
const logEnds = statement('logEnds', { postId: uuid, seq: float });

/** The state of a discussion whose row is locked until the transaction ends. */
interface LockedDiscussion {
  readonly postId: string;
  readonly isOpen: boolean;
  readonly isPublished: boolean;
  readonly lastNumber: number;
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
    SELECT d.post_id AS "postId", d.is_open AS "isOpen", ${isPublishedPost} AS "isPublished",
      d.last_number AS "lastNumber"
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

/** Appends to the log of a post, moves its counters, and returns the seq: without holes, and visible in order. */
export async function appendToLog(tx: Transaction, { moves = {}, ...entry }: LogEntry): Promise<number> {
  const { lastNumber = 0, commentCount = 0, topLevelPlaces = 0 } = moves;
  const place = await tx.discussion.update({
    where: { postId: entry.postId },
    data: {
      seq: { increment: 1 },
      lastNumber: { increment: lastNumber },
      commentCount: { increment: commentCount },
      topLevelPlaces: { increment: topLevelPlaces },
    },
    select: { seq: true, lastNumber: true },
  });
  await tx.event.create({ data: { ...entry, ...place }, select: { seq: true } });
  return place.seq;
}

/** Stands for the log of all posts where an id of a post is expected; no post has this id. */
export const SITE = '00000000-0000-0000-0000-000000000000';

/** Where the logs of these posts end, and that of all posts where {@link SITE} is among them. */
export async function readEnds(
  pool: Pool,
  postIds: readonly string[],
): Promise<{ readonly postId: string; readonly seq: number }[]> {
  return await readRows(
    pool,
    logEnds`
    SELECT post_id AS "postId", seq::float8 AS seq FROM discussion WHERE post_id = ANY(${postIds}::uuid[])
    UNION ALL
    SELECT ${SITE}::uuid, last_position::float8 FROM site_log WHERE ${SITE}::uuid = ANY(${postIds}::uuid[])`,
  );
}
