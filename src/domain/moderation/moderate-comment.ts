import { writeAudit } from '../../data/administered/audit.ts';
import type { AuditRow } from '../../data/administered/audit.ts';
import { hasOpenFlags } from '../../data/administered/flags.ts';
import { writeLocked } from '../../data/administered/locks.ts';
import type { Transaction } from '../../data/database/transaction.ts';
import { appendToLog } from '../../data/log/log.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isHidden, isShown, isWithdrawn } from '../../data/reads/visibility.ts';
import { checkTexts } from '../../text/text.ts';
import { MAX_REASON } from '../../text/text-limits.ts';
import { NotFoundError, requireValid } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import { changeComment } from '../writing/change-one.ts';
import type { Changed, Found } from '../writing/change-one.ts';
import { changeStatus } from '../writing/change-status.ts';
import { closeFlags } from './close-flags.ts';

export type ModerationAction = 'HIDE' | 'RESTORE' | 'LOCK' | 'UNLOCK' | 'DISMISS_FLAGS';

/** The most of one discussion: they stand in the row that every comment writes. */
export const MOST_LOCKED = 100;

interface ModerateCommentInput {
  readonly commentId: string;
  readonly action: ModerationAction;
  /** Required to hide. */
  readonly reason?: string | null | undefined;
}

interface Means {
  readonly now: Date;
  /** Writes down what is decided. */
  readonly decide: () => Promise<AuditRow>;
}

/** Does what a moderator decides about a comment. What is so already stays so, and is not written down again. */
export async function moderateComment(session: ServiceSession, input: ModerateCommentInput): Promise<CommentRow> {
  const { commentId, action, reason = null } = input;
  requireValid([
    ...checkTexts([[reason, { path: ['reason'], max: MAX_REASON }]]),
    ...(action === 'HIDE' && reason === null
      ? [{ path: ['reason'], message: 'Expected a reason for hiding the comment: its writer is shown it. Found none.' }]
      : []),
  ]);

  return await changeComment(session, {
    commentId,
    action: 'moderateComment',
    prepare: () => null,
    async change(tx, found) {
      const { comment, actorId } = found;
      const now = session.now();
      const entry = { action, actorId, reason, postId: comment.postId, commentId: comment.id, occurredAt: now };
      return await CHANGES[action](tx, found, { now, decide: async () => await writeAudit(tx, entry) });
    },
  });
}

const CHANGES: Record<ModerationAction, (tx: Transaction, found: Found, means: Means) => Promise<Changed | null>> = {
  async HIDE(tx, { comment, actorId }, { now, decide }) {
    if (isHidden(comment)) return null;
    requireNotWithdrawn(comment);
    const taken = await changeStatus(tx, { comment, actorId, now, to: 'hide' });
    return { ...taken, queueSeq: await closeFlags(tx, { commentId: comment.id, entry: await decide() }) };
  },

  async RESTORE(tx, { comment, actorId }, { now, decide }) {
    if (isShown(comment)) return null;
    requireNotWithdrawn(comment);
    const restored = await changeStatus(tx, { comment, actorId, now, to: 'restore' });
    await decide();
    return restored;
  },

  async LOCK(tx, found, means) {
    const { locked } = found.locked;
    if (locked.includes(numberOf(found))) return null;
    if (locked.length >= MOST_LOCKED) {
      const message = `Expected at most ${MOST_LOCKED} locked comments under a post. Close the discussion, or unlock one first.`;
      requireValid([{ path: ['action'], message }]);
    }
    return await setLocked(tx, found, { ...means, locked: [...locked, numberOf(found)], kind: 'COMMENT_LOCKED' });
  },

  async UNLOCK(tx, found, means) {
    const { locked } = found.locked;
    const rest = locked.filter((number) => number !== numberOf(found));
    if (rest.length === locked.length) return null;
    return await setLocked(tx, found, { ...means, locked: rest, kind: 'COMMENT_UNLOCKED' });
  },

  async DISMISS_FLAGS(tx, { comment }, { decide }) {
    if (!(await hasOpenFlags(tx, comment.id))) return null;
    return { comment, queueSeq: await closeFlags(tx, { commentId: comment.id, entry: await decide() }) };
  },
};

/** It was taken back for good. To lock what is below it is still possible. */
function requireNotWithdrawn(comment: { readonly status: string }): void {
  if (isWithdrawn(comment)) throw new NotFoundError('The comment is withdrawn.');
}

async function setLocked(
  tx: Transaction,
  { comment, actorId }: Found,
  {
    now,
    decide,
    locked,
    kind,
  }: Means & { readonly locked: readonly number[]; readonly kind: 'COMMENT_LOCKED' | 'COMMENT_UNLOCKED' },
): Promise<Changed> {
  const { id: commentId, postId } = comment;
  await decide();
  await writeLocked(tx, { postId, locked });
  return { comment, discussion: await appendToLog(tx, { kind, postId, commentId, actorId, occurredAt: now }) };
}

function numberOf({ comment: { id, number } }: Found): number {
  if (number === null) throw new Error(`The comment ${id} has no number.`);
  return number;
}
