import { hasHeldComment, insertHeldComment, readHeldComment } from '../../data/administered/held-comments.ts';
import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import { putInQueue } from '../../data/administered/queue.ts';
import type { Attempt, Transaction } from '../../data/database/transaction.ts';
import { lockDiscussion } from '../../data/log/log.ts';
import { hasComment } from '../../data/reads/written-keys.ts';
import type { NewComment } from '../../data/log/add-comment.ts';
import type { HeldReason } from '../../generated/prisma/enums.ts';
import { replySubject } from '../../text/reply-subject.ts';
import type { CommenterColumns } from '../commenter.ts';
import type { ServiceSession } from '../service-session.ts';
import type { Place, Wish } from './find-place.ts';
import type { MutationKey } from './mutation-key.ts';
import { write } from './write.ts';

interface Holding {
  readonly wish: Wish;
  readonly place: Place;
  readonly comment: Pick<NewComment, 'id' | 'postId' | 'subject' | 'body' | 'bodyHtml' | 'rendererVersion'>;
  readonly heldBecause: HeldReason;
}

/**
 * Stores a comment that nobody but its writer and moderators see until it is decided, and puts it in the queue.
 *
 * @returns null, and nothing is stored, where the same commenter has written something under the key meanwhile.
 */
export async function holdComment(
  session: ServiceSession,
  { wish: { key }, place: { parent, commenter }, comment, heldBecause }: Holding,
): Promise<HeldCommentRow | null> {
  const { id, postId } = comment;
  const createdAt = session.now();
  const row = {
    ...comment,
    ...commenter,
    subject: comment.subject ?? replySubject(parent?.subject ?? null),
    parentId: parent?.id ?? null,
    clientMutationId: key?.clientMutationId ?? null,
    clientMutationHash: key?.clientMutationHash ?? null,
    heldBecause,
    createdAt,
  };
  const hold = async (tx: Transaction, { mayBeDone }: Attempt) => {
    const done = mayBeDone ? await readHeldComment(tx, id) : null;
    if (done !== null) return { heldComment: done, postId, seq: null, queueSeq: 0 };
    await lockDiscussion(tx, { postId, identity: session.identity });
    if (key !== null && (await isUsed(tx, { ...commenter, ...key }))) return { heldComment: null, postId, seq: null };

    const heldComment = await insertHeldComment(tx, row);
    const subject = { heldCommentId: id };
    const queueSeq = await putInQueue(tx, { kind: 'COMMENT_HELD', subject, postId, occurredAt: createdAt });
    return { heldComment, postId, seq: null, queueSeq };
  };
  const { heldComment } = await write(session, hold);
  if (heldComment !== null) session.loaders.administered.heldComment.prime(id, heldComment);
  return heldComment;
}

/** Under the lock of the discussion, so that of two who write under one key the second one sees the first. */
async function isUsed(
  tx: Transaction,
  key: CommenterColumns & Pick<MutationKey, 'clientMutationId'>,
): Promise<boolean> {
  return (await hasComment(tx, key)) || (await hasHeldComment(tx, key));
}
