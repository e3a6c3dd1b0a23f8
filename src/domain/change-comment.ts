import type { CommentRow } from '../data/reads/comment-rows.ts';
import { isShown } from '../data/reads/visibility.ts';
import { appendToLog, lockDiscussion } from '../data/log/log.ts';
import type { Transaction } from '../data/database/transaction.ts';
import type { Comment } from '../generated/prisma/client.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { checkTexts } from '../text/text.ts';
import { MAX_COMMENT_BODY, MAX_SUBJECT } from '../text/text-limits.ts';
import { hasRole } from '../session/session.ts';
import { requireChanger } from './commenter.ts';
import { DiscussionClosedError, NotFoundError, requireValid } from './errors.ts';
import { renderText } from './render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { write } from './write.ts';

/** Absent fields stay as they are; null removes the subject. */
interface EditCommentInput {
  readonly commentId: string;
  readonly subject?: string | null | undefined;
  readonly body?: string | null | undefined;
}

/** Changes the text of a comment. The same text again writes nothing. */
export async function editComment(session: ServiceSession, input: EditCommentInput): Promise<CommentRow> {
  requireValid([
    ...(input.body === null
      ? [{ path: ['body'], message: 'Expected some text; found null. Use deleteComment to withdraw a comment.' }]
      : []),
    ...checkTexts([
      [input.body, { path: ['body'], max: MAX_COMMENT_BODY }],
      [input.subject, { path: ['subject'], max: MAX_SUBJECT, singleLine: true }],
    ]),
  ]);
  const text = typeof input.body === 'string' ? renderText(input.body, { of: 'comment' }) : {};

  return await changeComment(session, {
    commentId: input.commentId,
    async change(tx, { comment, isOpen, actorId }) {
      if (!isShown(comment)) throw new NotFoundError('The comment is withdrawn.');
      if (!isOpen && !hasRole(session.identity, 'MODERATOR')) {
        throw new DiscussionClosedError('The discussion is closed. The comment can be withdrawn, but not edited.');
      }

      const { body = comment.body }: { body?: string } = text;
      const subject = input.subject === undefined ? comment.subject : input.subject;
      if (body === comment.body && subject === comment.subject) return null;

      const editedAt = after(comment.editedAt, session.now());
      await tx.comment.update({
        where: { id: comment.id },
        data: { ...text, subject, editedAt },
        select: { id: true },
      });
      return await appendToLog(tx, {
        kind: 'COMMENT_EDITED',
        postId: comment.postId,
        commentId: comment.id,
        actorId,
        occurredAt: editedAt,
      });
    },
  });
}

/** Withdraws a comment: its place and its replies stay, its text and its commenter are hidden. A second call is no error. */
export async function deleteComment(
  session: ServiceSession,
  input: { readonly commentId: string },
): Promise<CommentRow> {
  return await changeComment(session, {
    commentId: input.commentId,
    async change(tx, { comment, actorId }) {
      if (!isShown(comment)) return null;

      const deletedAt = session.now();
      await tx.comment.update({
        where: { id: comment.id },
        data: { status: 'DELETED', deletedAt },
        select: { id: true },
      });
      if (comment.parentId !== null) {
        await tx.comment.update({
          where: { id: comment.parentId },
          data: { replyCount: { decrement: 1 } },
          select: { id: true },
        });
      }
      return await appendToLog(tx, {
        kind: 'COMMENT_WITHDRAWN',
        postId: comment.postId,
        commentId: comment.id,
        actorId,
        occurredAt: deletedAt,
        moves: { commentCount: -1 },
      });
    },
  });
}

/** Now, or just after the last edit if another instance's clock is ahead: `editedAt` always rises. */
function after(last: Date | null, now: Date): Date {
  return last === null || last < now ? now : new Date(last.getTime() + 1);
}

interface Found {
  readonly comment: Comment;
  readonly isOpen: boolean;
  readonly actorId: string | null;
}

/** Runs a change of one comment under the lock of its discussion; the change returns its seq, or null for none. */
async function changeComment(
  session: ServiceSession,
  { commentId, change }: { commentId: string; change: (tx: Transaction, found: Found) => Promise<number | null> },
): Promise<CommentRow> {
  const id = decodeIdOf('Comment', commentId);
  const seen = id === null ? null : await session.loaders.comment.load(id);
  if (id === null || seen === null) throw new NotFoundError('Comment not found.');
  const actorId = await requireChanger(session, seen);

  const { postId } = seen;
  await write(session, async (tx) => {
    const discussion = await lockDiscussion(tx, { postId, identity: session.identity });
    // Read again: the comment may have changed before the lock was taken.
    const comment = await tx.comment.findUnique({ where: { id } });
    if (discussion === null || comment === null) throw new NotFoundError('Comment not found.');
    return { postId, seq: await change(tx, { comment, isOpen: discussion.isOpen, actorId }) };
  });
  return (await session.loaders.comment.load(id)) ?? seen;
}
