import { writeAudit } from '../../data/administered/audit.ts';
import { appendToLog, lockDiscussion } from '../../data/log/log.ts';
import type { Attempt, Transaction } from '../../data/database/transaction.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { readPostIn } from '../../data/reads/post-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { isShown } from '../../data/reads/visibility.ts';
import { requireComment } from '../comment.ts';
import { NotFoundError } from '../errors.ts';
import { requireAccount } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { rememberPost } from '../writing/remember.ts';
import { takeTurn, write } from '../writing/write.ts';

/** A place in a discussion at which one comment can be pinned. */
export type PinnedPlace = keyof typeof COLUMNS;

const COLUMNS = { FIRST_WORD: 'firstWordId', LAST_WORD: 'lastWordId' } as const;

interface PinCommentInput {
  readonly commentId: string;
  readonly as: PinnedPlace;
  /** False takes the pin away, if the comment has it. */
  readonly on: boolean;
}

/** Pins a comment as the first or the last word of its discussion, in place of the one that was, or takes the pin away. */
export async function pinComment(session: ServiceSession, { commentId, as, on }: PinCommentInput): Promise<PostRow> {
  const moderator = await requireAccount(session, 'pinComment');
  const { id, postId } = await requireComment(session, commentId);
  const column = COLUMNS[as];

  const change = async (tx: Transaction, { mayBeDone }: Attempt) => {
    const locked = await lockDiscussion(tx, { postId, identity: session.identity });
    const comment = await tx.comment.findUnique({ where: { id } });
    if (locked === null || comment === null) throw new NotFoundError('Comment not found.');
    if (on && !isShown(comment)) throw new NotFoundError('The comment is withdrawn.');

    const isChanged = (locked[column] === id) !== on;
    if (isChanged) {
      await tx.discussion.update({ where: { postId }, data: { [column]: on ? id : null }, select: { postId: true } });
      const occurredAt = session.now();
      const about = { postId, commentId: id, actorId: moderator.id, reason: as, occurredAt };
      await writeAudit(tx, { ...about, action: on ? 'PIN' : 'UNPIN' });
      await appendToLog(tx, { kind: 'PINS_CHANGED', postId, commentId: id, actorId: moderator.id, occurredAt });
    }
    const post = await readPostIn(tx, postId);
    if (post === null) throw new NotFoundError('Comment not found.');
    return { post, postId, seq: isChanged || mayBeDone ? post.discussion.seq : null };
  };
  const { post } = await takeTurn(session, { postId, work: async () => await write(session, change) });
  return rememberPost(session, { post, author: moderator, tags: null });
}

/** A pinned comment of a post; null where there is none, or it is no longer shown. */
export async function findPinned(
  { loaders }: ServiceSession,
  { post, as }: { readonly post: PostRow; readonly as: PinnedPlace },
): Promise<CommentRow | null> {
  const { [COLUMNS[as]]: known } = post.discussion;
  const id = known === undefined ? ((await loaders.reactions.state.load(post.id))?.[COLUMNS[as]] ?? null) : known;
  const comment = id === null ? null : await loaders.comment.load(id);
  return comment !== null && isShown(comment) ? comment : null;
}
