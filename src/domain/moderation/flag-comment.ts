import { commenterKey } from '../../data/administered/commenter-key.ts';
import type { CommenterKey } from '../../data/administered/commenter-key.ts';
import { findDismissed, writeFlag } from '../../data/administered/flags.ts';
import type { FlagRow } from '../../data/administered/flags.ts';
import { putInQueue } from '../../data/administered/queue.ts';
import type { Attempt, Transaction } from '../../data/database/transaction.ts';
import { lockDiscussion } from '../../data/log/log.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isShown } from '../../data/reads/visibility.ts';
import type { Comment } from '../../generated/prisma/client.ts';
import type { FlagReason } from '../../generated/prisma/enums.ts';
import { may } from '../../session/policy.ts';
import { checkTexts } from '../../text/text.ts';
import { MAX_REASON } from '../../text/text-limits.ts';
import { findViewer } from '../account.ts';
import { requireComment } from '../comment.ts';
import { NotFoundError, requireValid } from '../errors.ts';
import { requireNotMuted } from './muted.ts';
import { requireMay } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { write } from '../writing/write.ts';

interface FlagCommentInput {
  readonly commentId: string;
  readonly reason: FlagReason;
  /** Required for `ILLEGAL` and `OTHER`. */
  readonly note?: string | null | undefined;
}

/** Reports a comment to the moderators. A second report of the same viewer takes the place of the first while that waits. */
export async function flagComment(session: ServiceSession, input: FlagCommentInput): Promise<CommentRow> {
  const { commentId, reason, note = null } = input;
  requireValid([
    ...checkTexts([[note, { path: ['note'], max: MAX_REASON }]]),
    ...((reason === 'ILLEGAL' || reason === 'OTHER') && note === null
      ? [{ path: ['note'], message: `Expected a note with the reason ${reason}; found none.` }]
      : []),
  ]);
  requireMay(session, 'flagComment');
  const { identity } = session;
  const { id, postId } = await requireComment(session, commentId);

  const viewer = await findViewer(session);
  await requireNotMuted(session, viewer);
  const by = commenterKey({ authorId: viewer?.id ?? null, voiceHash: identity.voiceHash });
  if (by === null) throw new Error('Expected whoever may report comments to be known.');

  const now = session.now();
  await write(session, async (tx: Transaction, { mayBeDone }: Attempt) => {
    const locked = await lockDiscussion(tx, { postId, identity });
    const comment = await tx.comment.findUnique({ where: { id } });
    if (locked === null || comment === null || !isShown(comment)) throw new NotFoundError('Comment not found.');
    if (await isAnswered(tx, { comment, by })) return { postId, seq: null };
    // One that takes the place of another is no news for the queue, nor is what a lost answer had told.
    const isNew = await writeFlag(tx, { commentId: id, by, reason, note, createdAt: now });
    if (!isNew) return { postId, seq: null, ...(mayBeDone && { queueSeq: 0 }) };
    const subject = { commentId: id };
    const queueSeq = await putInQueue(tx, { kind: 'COMMENT_FLAGGED', subject, postId, occurredAt: now });
    return { postId, seq: null, queueSeq };
  });
  return await requireComment(session, commentId);
}

/** Whether a moderator has answered a report of the viewer by leaving the text as it still is: another report would be the same. */
async function isAnswered(
  tx: Transaction,
  { comment, by }: { readonly comment: Comment; readonly by: CommenterKey },
): Promise<boolean> {
  const dismissed = await findDismissed(tx, { commentId: comment.id, by });
  return dismissed !== null && (comment.editedAt === null || comment.editedAt < dismissed);
}

/** The viewer's last report of a comment; null where there is none, or the viewer cannot be recognised. */
export async function findOwnFlag(session: ServiceSession, { id }: { readonly id: string }): Promise<FlagRow | null> {
  const { identity, loaders } = session;
  if (!may(identity, 'flagComment')) return null;
  const by = await loaders.administered.viewerKey(identity);
  return by === null ? null : await loaders.administered.ownFlag(by).load(id);
}
