import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import { requireChanger } from '../commenter.ts';
import { NotFoundError } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import { mayReadHeldComment } from './held-comment.ts';
import { requireHeldComment, settleHeldComment } from './settle-held-comment.ts';

interface WithdrawHeldCommentInput {
  readonly heldCommentId: string;
}

/**
 * Takes back a comment that waits for a moderator, who then no longer finds it in the queue. One that was approved is a comment by now,
 * and is withdrawn as such.
 */
export async function withdrawHeldComment(
  session: ServiceSession,
  { heldCommentId }: WithdrawHeldCommentInput,
): Promise<HeldCommentRow> {
  const seen = await requireHeldComment(session, heldCommentId);
  if (!(await mayReadHeldComment(session, seen))) throw new NotFoundError('Held comment not found.');
  const { actorId } = await requireChanger(session, { comment: seen, action: 'deleteComment' });
  return await settleHeldComment(session, seen, { status: 'WITHDRAWN', actorId, reason: null });
}
