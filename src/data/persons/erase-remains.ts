// What a person has left under one post, erased in one transaction under the lock of its discussion.
import { takeFromQueue } from '../administered/queue.ts';
import { sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { eraseComments } from './erase-comments.ts';
import { eraseReactions } from './erase-reactions.ts';
import { isReportedBy, isWrittenBy } from './person.ts';
import type { Person } from './person.ts';
import type { Remains } from './remains.ts';

interface Erasing {
  readonly remains: Remains;
  readonly person: Person;
  /** The entry of the audit log that decided it. */
  readonly decisionId: string;
  readonly now: Date;
}

/** What an erasure under one post did. */
interface Erased {
  readonly postId: string;
  readonly seq: number | null;
  readonly queueSeq: number | null;
  /** The version of the counts of reactions, where they moved. */
  readonly version: number | null;
  readonly commentCount: number;
}

export async function eraseRemains(tx: Transaction, erasing: Erasing): Promise<Erased> {
  const { remains, person, now } = erasing;
  const { postId } = remains;
  // A statement of its own: the next one then sees what the previous holder of the lock committed.
  await tx.$queryRaw(sql`SELECT 1 FROM discussion WHERE post_id = ${postId}::uuid FOR UPDATE`);
  const { ids, seq } = await eraseComments(tx, { postId, ids: remains.comments, person, now });
  await eraseHeldComments(tx, erasing);
  await eraseReports(tx, { ...erasing, commentIds: ids });
  const version = await eraseReactions(tx, { postId, ids: remains.reactions, person });
  const queueSeq = await leaveQueue(tx, { ...erasing, commentIds: ids });
  return { postId, seq, queueSeq, version, commentCount: ids.length };
}

/** One that waited is turned down, with the erasure as its decision. */
async function eraseHeldComments(tx: Transaction, { remains, person, decisionId, now }: Erasing): Promise<void> {
  await tx.$executeRaw(sql`
    UPDATE held_comment h SET subject = NULL, body = '', body_html = '', author_id = NULL, guest_name = NULL, voice_hash = NULL,
      client_mutation_id = NULL, client_mutation_hash = NULL,
      status = CASE WHEN h.decided_at IS NULL THEN 'TURNED_DOWN' ELSE h.status END,
      decision_id = CASE WHEN h.decided_at IS NULL THEN ${decisionId}::uuid ELSE h.decision_id END,
      decided_at = coalesce(h.decided_at, ${now}::timestamptz)
    WHERE h.id = ANY(${remains.heldComments}::uuid[]) AND ${isWrittenBy(person, sql`h`)}`);
}

interface Reported extends Erasing {
  /** The comments that were erased: a report of one may quote it. */
  readonly commentIds: readonly string[];
}

/** Those of the person, and those of the person's comments, lose their notes and are answered. A voice cannot be told from them. */
async function eraseReports(
  tx: Transaction,
  { remains, person, decisionId, now, commentIds }: Reported,
): Promise<void> {
  const answered = sql`note = NULL,
    decision_id = CASE WHEN f.resolved_at IS NULL THEN ${decisionId}::uuid ELSE f.decision_id END,
    resolved_at = coalesce(f.resolved_at, ${now}::timestamptz)`;
  await tx.$executeRaw(sql`UPDATE flag f SET ${answered} WHERE f.comment_id = ANY(${commentIds}::uuid[])`);
  await tx.$executeRaw(sql`
    UPDATE flag f SET ${answered}, voice_hash = CASE WHEN f.voice_hash IS NULL THEN NULL ELSE 'erased:' || f.id END
    WHERE f.id = ANY(${remains.flags}::uuid[]) AND ${isReportedBy(person)}`);
}

/** What no longer waits for a moderator. @returns the seq of the last event of the queue; null where there is none. */
async function leaveQueue(
  tx: Transaction,
  { remains, decisionId, now, commentIds }: Reported,
): Promise<number | null> {
  const reported = await tx.flag.findMany({ where: { id: { in: [...remains.flags] } }, select: { commentId: true } });
  const maybe = reported.map(({ commentId }) => commentId);
  const still = await tx.flag.findMany({
    where: { commentId: { in: maybe }, resolvedAt: null },
    select: { commentId: true },
  });
  const waiting = new Set(still.map(({ commentId }) => commentId));
  const done = [...new Set([...commentIds, ...maybe.filter((id) => !waiting.has(id))])];
  const subjects = [
    ...done.map((commentId) => ({ commentId })),
    ...remains.heldComments.map((heldCommentId) => ({ heldCommentId })),
  ];
  if (subjects.length === 0) return null;

  const queued = await tx.queueItem.findMany({
    where: { resolvedSeq: null, OR: subjects },
    orderBy: { seq: 'asc' },
  });
  let last: number | null = null;
  for (const { commentId, heldCommentId } of queued) {
    const subject = commentId !== null ? { commentId } : heldCommentId !== null ? { heldCommentId } : null;
    if (subject !== null) last = (await takeFromQueue(tx, { subject, decisionId, occurredAt: now })) ?? last;
  }
  return last;
}
