// Changes of one comment, under the lock of its discussion.
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { lockDiscussion } from '../../data/log/log.ts';
import type { LockedDiscussion } from '../../data/log/log.ts';
import type { Attempt, Transaction } from '../../data/database/transaction.ts';
import type { Comment, Discussion } from '../../generated/prisma/client.ts';
import type { Action } from '../../session/policy.ts';
import { requireComment } from '../comment.ts';
import { accountOf, requireChanger } from '../commenter.ts';
import type { Changer } from '../commenter.ts';
import { NotFoundError } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import { rememberComment } from './remember.ts';
import { takeTurn, write } from './write.ts';

/** What a change finds under the lock. */
export interface Found extends Changer {
  readonly comment: Comment;
  readonly locked: LockedDiscussion;
}

/** What a change did. */
export interface Changed {
  readonly comment: Comment;
  /** The state after it; absent where the log of the discussion tells of nothing. */
  readonly discussion?: Discussion;
  /** The seq of the event with which the queue tells of it. */
  readonly queueSeq?: number | null;
}

interface Change<Prepared> {
  readonly commentId: string;
  readonly action: Action;
  /** What costs, once it is known that the change is permitted; the comment and the discussion may still change. */
  readonly prepare: (comment: CommentRow, isOpen: boolean) => Prepared | Promise<Prepared>;
  /** Runs under the lock of the discussion; null where nothing is to be changed. */
  readonly change: (tx: Transaction, found: Found, prepared: Prepared) => Promise<Changed | null>;
}

/**
 * Runs a change of one comment.
 *
 * @throws {ForbiddenError} where the viewer may not; {NotFoundError} where there is no such comment, or the viewer may not see it.
 */
export async function changeComment<Prepared>(
  session: ServiceSession,
  { commentId, action, prepare, change }: Change<Prepared>,
): Promise<CommentRow> {
  const { identity, loaders } = session;
  const seen = await requireComment(session, commentId);
  const changer = await requireChanger(session, { comment: seen, action });

  const { id, postId } = seen;
  const author = await accountOf(session, seen);
  const post = await loaders.post.load(postId);
  if (post === null) throw new NotFoundError('Comment not found.');
  const prepared = await prepare(seen, post.discussion.isOpen);

  const changeIt = async (tx: Transaction, { mayBeDone }: Attempt) => {
    const locked = await lockDiscussion(tx, { postId, identity });
    // Read again: the comment may have changed before the lock was taken.
    const comment = await tx.comment.findUnique({ where: { id } });
    if (locked === null || comment === null) throw new NotFoundError('Comment not found.');

    const changed = await change(tx, { comment, locked, ...changer }, prepared);
    const discussion = changed?.discussion ?? locked;
    const isTold = changed?.discussion !== undefined || (changed === null && mayBeDone);
    const queueSeq = changed?.queueSeq ?? null;
    return {
      comment: changed?.comment ?? comment,
      locked,
      discussion,
      postId,
      seq: isTold ? discussion.seq : null,
      queueSeq,
    };
  };
  const { comment, locked, discussion } = await takeTurn(session, {
    postId,
    work: async () => await write(session, changeIt),
  });
  return rememberComment(session, { comment, author, post, locked, discussion });
}
