// A held comment waits until one thing ends that: it is approved, turned down, or withdrawn.
import { writeAudit } from '../../data/administered/audit.ts';
import { decideHeldCommentRow, lockHeldComment } from '../../data/administered/held-comments.ts';
import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import { takeFromQueue } from '../../data/administered/queue.ts';
import type { Attempt, Transaction } from '../../data/database/transaction.ts';
import { lockDiscussion } from '../../data/log/log.ts';
import type { LockedDiscussion } from '../../data/log/log.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { NotFoundError } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import { takeTurn, write } from '../writing/write.ts';

const ACTIONS = { APPROVED: 'APPROVE', TURNED_DOWN: 'TURN_DOWN', WITHDRAWN: 'WITHDRAW' } as const;

/** What is found under the lock of the discussion. */
export interface Waiting {
  readonly held: HeldCommentRow;
  readonly now: Date;
  readonly discussion: LockedDiscussion;
}

interface Settlement {
  readonly status: keyof typeof ACTIONS;
  readonly actorId: string | null;
  readonly reason: string | null;
  /** Makes it public; the seq of its event in the log of the post. */
  readonly publish?: (tx: Transaction, waiting: Waiting) => Promise<number>;
}

/** @throws {NotFoundError} where there is no such comment. */
export async function requireHeldComment({ loaders }: ServiceSession, heldCommentId: string): Promise<HeldCommentRow> {
  const id = decodeIdOf('HeldComment', heldCommentId);
  const seen = id === null ? null : await loaders.administered.heldComment.load(id);
  if (seen === null) throw new NotFoundError('Held comment not found.');
  return seen;
}

/** Ends the wait of a held comment. One that no longer waits stays as it was settled first. */
export async function settleHeldComment(
  session: ServiceSession,
  seen: HeldCommentRow,
  { status, actorId, reason, publish }: Settlement,
): Promise<HeldCommentRow> {
  const { id, postId } = seen;
  const settle = async (tx: Transaction, { mayBeDone }: Attempt) => {
    const now = session.now();
    const discussion = await lockDiscussion(tx, { postId, identity: session.identity });
    const held = await lockHeldComment(tx, id);
    if (held === null || discussion === null) throw new NotFoundError('Held comment not found.');
    if (held.decidedAt !== null) {
      // Rings again where the answer of the first attempt was lost.
      return { heldComment: held, postId, ...(mayBeDone ? { seq: discussion.seq, queueSeq: 0 } : { seq: null }) };
    }

    const seq = (await publish?.(tx, { held, now, discussion })) ?? null;
    const about = { postId, heldCommentId: id, commentId: publish === undefined ? null : id };
    const entry = await writeAudit(tx, { action: ACTIONS[status], actorId, reason, ...about, occurredAt: now });
    const decided = { id, status, decidedAt: now, decisionId: entry.id };
    const heldComment = await decideHeldCommentRow(tx, decided);
    const left = { subject: { heldCommentId: id }, decisionId: entry.id, occurredAt: now };
    return { heldComment, postId, seq, queueSeq: await takeFromQueue(tx, left) };
  };
  const { heldComment } = await takeTurn(session, { postId, work: async () => await write(session, settle) });
  session.loaders.administered.heldComment.prime(id, heldComment);
  return heldComment;
}
