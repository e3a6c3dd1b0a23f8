// The queue of what waits for a moderator, and its log. The row of `moderation_log` is locked until the commit, so that its seq has
// no holes and becomes visible in order. Whoever locks a discussion, too, locks that first.
import type { PrismaClient, QueueItem } from '../../generated/prisma/client.ts';
import type { ModerationEventKind } from '../../generated/prisma/enums.ts';
import { slicePage, type Page, type Slice } from '../../relay/page.ts';
import type { Transaction } from '../database/transaction.ts';

/** A comment, or one that is held. */
type QueueSubject = { readonly commentId: string } | { readonly heldCommentId: string };

interface QueueFilter {
  readonly kind: 'HELD' | 'FLAGGED' | null;
  readonly postId: string | null;
}

interface QueueEntry {
  readonly kind: ModerationEventKind;
  readonly subject: QueueSubject;
  readonly decisionId?: string;
  readonly occurredAt: Date;
}

/** Puts something in the queue, unless it waits there already, and tells of it. @returns the seq of the event. */
export async function putInQueue(
  tx: Transaction,
  { postId, ...entry }: QueueEntry & { readonly postId: string },
): Promise<number> {
  const seq = await appendToQueueLog(tx, entry);
  const waiting = await tx.queueItem.count({ where: { ...entry.subject, resolvedSeq: null } });
  if (waiting === 0) await tx.queueItem.create({ data: { ...entry.subject, postId, seq }, select: { seq: true } });
  return seq;
}

/** Takes something from the queue, and tells why. @returns the seq of the event; null where it did not wait. */
export async function takeFromQueue(
  tx: Transaction,
  { subject, decisionId, occurredAt }: Omit<QueueEntry, 'kind'> & { readonly decisionId: string },
): Promise<number | null> {
  const waiting = await tx.queueItem.findFirst({ where: { ...subject, resolvedSeq: null } });
  if (waiting === null) return null;
  const seq = await appendToQueueLog(tx, { kind: 'ITEM_RESOLVED', subject, decisionId, occurredAt });
  await tx.queueItem.update({ where: { seq: waiting.seq }, data: { resolvedSeq: seq }, select: { seq: true } });
  return seq;
}

async function appendToQueueLog(tx: Transaction, { subject, ...entry }: QueueEntry): Promise<number> {
  const { seq } = await tx.moderationLog.update({ where: { id: 1 }, data: { seq: { increment: 1 } } });
  await tx.moderationEvent.create({ data: { ...entry, ...subject, seq }, select: { seq: true } });
  return seq;
}

/** A page of what waits, oldest first; the key is a seq. */
export async function readQueuePage(
  prisma: PrismaClient,
  { filter, page }: { readonly filter: QueueFilter; readonly page: Page<number> },
): Promise<Slice<QueueItem>> {
  const { isForward, size, key } = page;
  const rows = await prisma.queueItem.findMany({
    where: { ...whereWaiting(filter), ...(key !== null && { seq: isForward ? { gt: key } : { lt: key } }) },
    orderBy: { seq: isForward ? 'asc' : 'desc' },
    take: size + 1,
  });
  return slicePage(rows, page);
}

export async function countQueue(prisma: PrismaClient, filter: QueueFilter): Promise<number> {
  return await prisma.queueItem.count({ where: whereWaiting(filter) });
}

function whereWaiting({ kind, postId }: QueueFilter) {
  return {
    resolvedSeq: null,
    ...(postId !== null && { postId }),
    ...(kind === 'HELD' && { heldCommentId: { not: null } }),
    ...(kind === 'FLAGGED' && { commentId: { not: null } }),
  };
}
