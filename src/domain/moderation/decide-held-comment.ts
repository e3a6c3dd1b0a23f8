import type { HeldCommentRow } from '../../data/administered/held-comments.ts';
import type { Transaction } from '../../data/database/transaction.ts';
import { addCommentIn } from '../../data/log/add-comment.ts';
import { othersWrote } from '../../errors/coded-error.ts';
import { hasComment } from '../../data/reads/written-keys.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isPublished, isShown } from '../../data/reads/visibility.ts';
import { checkTexts } from '../../text/text.ts';
import { MAX_REASON } from '../../text/text-limits.ts';
import { DiscussionClosedError, NotFoundError, requireValid } from '../errors.ts';
import { requireAccount } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { requireHeldComment, settleHeldComment } from './settle-held-comment.ts';
import type { Waiting } from './settle-held-comment.ts';

interface DecideHeldCommentInput {
  readonly heldCommentId: string;
  readonly approve: boolean;
  readonly reason?: string | null | undefined;
}

/** A held comment after it was decided, with the comment that it became; null where it was turned down. */
interface DecidedComment {
  readonly heldComment: HeldCommentRow;
  readonly comment: CommentRow | null;
}

/**
 * Makes a held comment public, or turns it down. It is decided once: a later call gives what was decided, whatever it asks for.
 *
 * @throws {NotFoundError} where there is no such comment, or to approve a reply whose parent is no longer shown; {DiscussionClosedError}
 *   to approve a comment whose post is not published, or whose thread is locked.
 */
export async function decideHeldComment(
  session: ServiceSession,
  { heldCommentId, approve, reason = null }: DecideHeldCommentInput,
): Promise<DecidedComment> {
  requireValid(checkTexts([[reason, { path: ['reason'], max: MAX_REASON }]]));
  const actor = await requireAccount(session, 'decideHeldComment');
  const seen = await requireHeldComment(session, heldCommentId);
  const by = { actorId: actor.id, reason };
  const heldComment = await settleHeldComment(
    session,
    seen,
    approve ? { ...by, status: 'APPROVED', publish } : { ...by, status: 'TURNED_DOWN' },
  );
  const comment = heldComment.status === 'APPROVED' ? await session.loaders.comment.load(heldComment.id) : null;
  return { heldComment, comment };
}

/** Gives it its number, its place and its event, under its own id. A moderator may do so after the discussion has closed. */
async function publish(tx: Transaction, { held, now, discussion }: Waiting): Promise<number> {
  if (!isPublished(discussion)) throw new DiscussionClosedError('The post is not published.');
  const parent = held.parentId === null ? null : await tx.comment.findUniqueOrThrow({ where: { id: held.parentId } });
  if (parent !== null && !isShown(parent)) {
    throw new NotFoundError('The comment that it replies to is withdrawn or hidden.');
  }
  if (parent?.path.some((number) => discussion.locked.includes(number)) === true) {
    throw new DiscussionClosedError('The thread is locked: unlock it first.');
  }
  const { id, postId, parentId, subject, body, bodyHtml, rendererVersion } = held;
  const { authorId, guestName, voiceHash, clientMutationId } = held;
  const by = { authorId, guestName, voiceHash };
  // A commenter who used the key elsewhere, or was another before a claim, has it there.
  const isTaken = clientMutationId !== null && (await hasComment(tx, { ...by, clientMutationId }));
  const key =
    isTaken || clientMutationId === null ? NO_KEY : { clientMutationId, clientMutationHash: held.clientMutationHash };
  const text = { id, postId, parentId, subject, body, bodyHtml, rendererVersion };
  const added = await addCommentIn(tx, {
    comment: { ...text, ...by, ...key, createdAt: now },
    seen: { ...discussion, parent },
  });
  if (added === null) throw othersWrote();
  return added.seq;
}

const NO_KEY = { clientMutationId: null, clientMutationHash: null };
