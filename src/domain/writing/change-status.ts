// A comment that is no longer shown keeps its number, its place and its replies; it is no longer counted.
import { appendToLog } from '../../data/log/log.ts';
import type { Transaction } from '../../data/database/transaction.ts';
import { eraseQuotedSubjects } from '../../data/persons/erase-quoted-subjects.ts';
import { tellErasures } from '../../data/persons/tell-erasures.ts';
import { isShown } from '../../data/reads/visibility.ts';
import type { Comment, Discussion } from '../../generated/prisma/client.ts';
import type { EventKind } from '../../generated/prisma/enums.ts';
import { replySubject } from '../../text/reply-subject.ts';
import { NotFoundError } from '../errors.ts';

interface Change {
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

/**
 * Withdraws, hides or restores a comment, under the lock of its discussion. What replies have of its subject goes with it, for good:
 * “Re: …” are its words, too.
 *
 * @throws {NotFoundError} to restore a comment whose text has just been erased.
 */
export async function changeStatus(
  tx: Transaction,
  { comment, actorId, now, to }: Change,
): Promise<{ comment: Comment; discussion: Discussion }> {
  const { id, postId, parentId } = comment;
  const { status, kind } = WAYS[to];
  const isBack = to === 'restore';
  const where = { id, ...(isBack && { body: { not: '' } }) };
  const data = { status, deletedAt: isBack ? null : now };
  const [changed] = await tx.comment.updateManyAndReturn({ where, data });
  if (changed === undefined) throw new NotFoundError('The text of the comment is no longer kept.');

  const commentCount = Number(isShown(changed)) - Number(isShown(comment));
  if (parentId !== null && commentCount !== 0) {
    const replyCount = { increment: commentCount };
    await tx.comment.update({ where: { id: parentId }, data: { replyCount }, select: { id: true } });
  }
  if (!isBack) await eraseQuotes(tx, { comment, now });
  const entry = { kind, postId, commentId: id, actorId, occurredAt: now };
  return { comment: changed, discussion: await appendToLog(tx, { ...entry, moves: { commentCount } }) };
}

async function eraseQuotes(tx: Transaction, { comment, now }: Pick<Change, 'comment' | 'now'>): Promise<void> {
  const { id, postId, parentId, number, subject } = comment;
  const quote = replySubject(subject);
  if (quote === null || number === null) return;
  // A subject that it has of its own parent is that one's.
  const parent = parentId === null ? null : await tx.comment.findUnique({ where: { id: parentId } });
  if (parent !== null && isShown(parent) && replySubject(parent.subject) === subject) return;
  const edited = await eraseQuotedSubjects(tx, { postId, numbers: [number], subjects: [quote], except: id });
  await tellErasures(tx, { postId, withdrawn: [], edited, counted: 0, now });
}
