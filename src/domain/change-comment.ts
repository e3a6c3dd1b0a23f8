import type { CommentRow } from '../data/reads/comment-rows.ts';
import { isShown } from '../data/reads/visibility.ts';
import { appendToLog, lockDiscussion } from '../data/log/log.ts';
import type { Attempt, Transaction } from '../data/database/transaction.ts';
import type { Comment, Discussion } from '../generated/prisma/client.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { checkTexts } from '../text/text.ts';
import { MAX_COMMENT_BODY, MAX_SUBJECT } from '../text/text-limits.ts';
import { hasRole } from '../session/session.ts';
import { accountOf, requireChanger } from './commenter.ts';
import { DiscussionClosedError, NotFoundError, requireValid } from './errors.ts';
import { rememberComment } from './writing/remember.ts';
import { renderComment } from './writing/render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { takeTurn, write } from './writing/write.ts';

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

  return await changeComment(session, {
    commentId: input.commentId,
    to: 'edit',
    async prepare(comment, isOpen) {
      requireEditable(session, { comment, isOpen });
      const { body } = input;
      return typeof body === 'string' ? await renderComment(session, { body }) : {};
    },
    async change(tx, { comment, isOpen, actorId }, text) {
      requireEditable(session, { comment, isOpen });

      const { body = comment.body }: { body?: string } = text;
      const subject = input.subject === undefined ? comment.subject : input.subject;
      if (body === comment.body && subject === comment.subject) return null;

      const editedAt = after(comment.editedAt, session.now());
      const edited = await tx.comment.update({ where: { id: comment.id }, data: { ...text, subject, editedAt } });
      const discussion = await appendToLog(tx, {
        kind: 'COMMENT_EDITED',
        postId: comment.postId,
        commentId: comment.id,
        actorId,
        occurredAt: editedAt,
      });
      return { comment: edited, discussion };
    },
  });
}

function requireEditable(
  { identity }: ServiceSession,
  { comment, isOpen }: { comment: { readonly status: string }; isOpen: boolean },
): void {
  if (!isShown(comment)) throw new NotFoundError('The comment is withdrawn.');
  if (!isOpen && !hasRole(identity, 'MODERATOR')) {
    throw new DiscussionClosedError('The discussion is closed. The comment can be withdrawn, but not edited.');
  }
}

/** Withdraws a comment: its place and its replies stay, its text and its commenter are hidden. A second call is no error. */
export async function deleteComment(
  session: ServiceSession,
  input: { readonly commentId: string },
): Promise<CommentRow> {
  return await changeComment(session, {
    commentId: input.commentId,
    to: 'withdraw',
    prepare: () => null,
    async change(tx, { comment, actorId }) {
      if (!isShown(comment)) return null;

      const deletedAt = session.now();
      const deleted = await tx.comment.update({ where: { id: comment.id }, data: { status: 'DELETED', deletedAt } });
      if (comment.parentId !== null) {
        await tx.comment.update({
          where: { id: comment.parentId },
          data: { replyCount: { decrement: 1 } },
          select: { id: true },
        });
      }
      const discussion = await appendToLog(tx, {
        kind: 'COMMENT_WITHDRAWN',
        postId: comment.postId,
        commentId: comment.id,
        actorId,
        occurredAt: deletedAt,
        moves: { commentCount: -1 },
      });
      return { comment: deleted, discussion };
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

interface Change<Prepared> {
  readonly commentId: string;
  readonly to: 'edit' | 'withdraw';
  /** What costs, once it is known that the change is permitted; the comment and the discussion may still change. */
  readonly prepare: (comment: CommentRow, isOpen: boolean) => Prepared | Promise<Prepared>;
  /** Runs under the lock of the discussion; null where nothing is to be changed. */
  readonly change: (
    tx: Transaction,
    found: Found,
    prepared: Prepared,
  ) => Promise<{ comment: Comment; discussion: Discussion } | null>;
}

/** Runs a change of one comment under the lock of its discussion. */
async function changeComment<Prepared>(
  session: ServiceSession,
  { commentId, to, prepare, change }: Change<Prepared>,
): Promise<CommentRow> {
  const { identity, loaders } = session;
  const id = decodeIdOf('Comment', commentId);
  const seen = id === null ? null : await loaders.comment.load(id);
  if (id === null || seen === null) throw new NotFoundError('Comment not found.');
  const actorId = await requireChanger(session, { comment: seen, to });

  const { postId } = seen;
  const author = await accountOf(session, seen);
  const post = await loaders.post.load(postId);
  if (post === null) throw new NotFoundError('Comment not found.');
  const prepared = await prepare(seen, post.discussion.isOpen);

  const changeIt = async (tx: Transaction, { mayBeDone }: Attempt) => {
    const locked = await lockDiscussion(tx, { postId, identity });
    // Read again: the comment may have changed before the lock was taken.
    const comment = await tx.comment.findUnique({ where: { id } });
    if (locked === null || comment === null) throw new NotFoundError('Comment not found.');

    const changed = await change(tx, { comment, isOpen: locked.isOpen, actorId }, prepared);
    const { discussion } = changed ?? { discussion: locked };
    const seq = changed === null && !mayBeDone ? null : discussion.seq;
    return { comment: changed?.comment ?? comment, locked, discussion, postId, seq };
  };
  const { comment, locked, discussion } = await takeTurn(session, {
    postId,
    work: async () => await write(session, changeIt),
  });
  return rememberComment(session, { comment, author, post, locked, discussion });
}
