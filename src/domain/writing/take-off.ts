// A comment that is no longer shown keeps its number, its place and its replies; it is no longer counted.
import { appendToLog } from '../../data/log/log.ts';
import type { Transaction } from '../../data/database/transaction.ts';
import { isShown } from '../../data/reads/visibility.ts';
import type { Comment, Discussion } from '../../generated/prisma/client.ts';
import type { EventKind } from '../../generated/prisma/enums.ts';

interface Taking {
  readonly comment: Comment;
  readonly actorId: string | null;
  readonly now: Date;
  readonly to: keyof typeof WAYS;
}

const WAYS = {
  withdraw: { status: 'DELETED', kind: 'COMMENT_WITHDRAWN' },
  hide: { status: 'HIDDEN', kind: 'COMMENT_HIDDEN' },
  restore: { status: 'PUBLISHED', kind: 'COMMENT_RESTORED' },
} as const satisfies Record<string, { status: Comment['status']; kind: EventKind }>;

/** Withdraws, hides or restores a comment, under the lock of its discussion. */
export async function takeOff(
  tx: Transaction,
  { comment, actorId, now, to }: Taking,
): Promise<{ comment: Comment; discussion: Discussion }> {
  const { id, postId, parentId } = comment;
  const { status, kind } = WAYS[to];
  const deletedAt = to === 'restore' ? null : now;
  const changed = await tx.comment.update({ where: { id }, data: { status, deletedAt } });
  const commentCount = Number(isShown(changed)) - Number(isShown(comment));
  if (parentId !== null && commentCount !== 0) {
    const data = { replyCount: { increment: commentCount } };
    await tx.comment.update({ where: { id: parentId }, data, select: { id: true } });
  }
  const entry = { kind, postId, commentId: id, actorId, occurredAt: now };
  return { comment: changed, discussion: await appendToLog(tx, { ...entry, moves: { commentCount } }) };
}
