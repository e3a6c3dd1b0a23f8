import type { CommentRow } from '../data/reads/comment-rows.ts';
import { readPremoderation } from '../data/reads/comment-place.ts';
import { requireRead } from '../data/reads/require-read.ts';
import { isShown, isWithdrawn } from '../data/reads/visibility.ts';
import { keepVersion } from '../data/administered/versions.ts';
import { hasOpenFlags } from '../data/administered/flags.ts';
import { writeAudit } from '../data/administered/audit.ts';
import { appendToLog } from '../data/log/log.ts';
import { checkTexts } from '../text/text.ts';
import { MAX_COMMENT_BODY, MAX_REASON, MAX_SUBJECT } from '../text/text-limits.ts';
import { may } from '../session/policy.ts';
import { accountOf } from './commenter.ts';
import { DiscussionClosedError, ForbiddenError, NotFoundError, requireValid } from './errors.ts';
import { closeFlags } from './moderation/close-flags.ts';
import { checkText } from './writing/check-text.ts';
import { changeComment } from './writing/change-one.ts';
import { renderComment } from './writing/render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { takeOff } from './writing/take-off.ts';

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
    action: 'editComment',
    async prepare(comment, isOpen) {
      requireEditable(session, { comment, isOpen });
      const { body } = input;
      const text = typeof body === 'string' ? await renderComment(session, { body }) : {};
      await requirePublic(session, { ...comment, ...text, subject: input.subject ?? comment.subject });
      return text;
    },
    async change(tx, { comment, locked: { isOpen }, actorId, isOwn }, text) {
      requireEditable(session, { comment, isOpen });

      const { body = comment.body }: { body?: string } = text;
      const subject = input.subject === undefined ? comment.subject : input.subject;
      if (body === comment.body && subject === comment.subject) return null;

      const editedAt = after(comment.editedAt, session.now());
      const replaced = { commentId: comment.id, subject: comment.subject, body: comment.body };
      await keepVersion(tx, { ...replaced, writtenAt: comment.editedAt ?? comment.createdAt, replacedAt: editedAt });
      if (!isOwn) {
        const { postId, id: commentId } = comment;
        await writeAudit(tx, { action: 'EDIT', actorId, postId, commentId, occurredAt: editedAt });
      }
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

/** What a moderator would have to read first cannot take the place of what everybody reads. */
async function requirePublic(session: ServiceSession, comment: CommentRow): Promise<void> {
  const { database, loaders } = session;
  const post = await loaders.post.load(comment.postId);
  if (post === null) throw new NotFoundError('Comment not found.');
  const { subject, authorId, guestName, voiceHash = null, parentId } = comment;
  const place = {
    post,
    parent: parentId === null ? null : { id: parentId },
    author: await accountOf(session, comment),
    commenter: { authorId, guestName, voiceHash },
    premoderation: await readPremoderation(database.pool, post.id),
  };
  const [body, bodyHtml] = [requireRead(comment.body), requireRead(comment.bodyHtml)];
  if ((await checkText(session, { subject, body, bodyHtml, trap: null, place })) === null) return;
  throw new ForbiddenError(
    'A moderator would have to read this text before it is public. Withdraw the comment, and write another one.',
  );
}

function requireEditable(
  { identity }: ServiceSession,
  { comment, isOpen }: { comment: { readonly status: string }; isOpen: boolean },
): void {
  if (!isShown(comment)) throw new NotFoundError('The comment is withdrawn.');
  if (!isOpen && !may(identity, 'moderateComment')) {
    throw new DiscussionClosedError('The discussion is closed. The comment can be withdrawn, but not edited.');
  }
}

interface DeleteCommentInput {
  readonly commentId: string;
  /** Why a moderator withdraws it; not kept where its commenter does. */
  readonly reason?: string | null | undefined;
}

/** Withdraws a comment: its place and its replies stay, its text and its commenter are hidden. A second call is no error. */
export async function deleteComment(
  session: ServiceSession,
  { commentId, reason = null }: DeleteCommentInput,
): Promise<CommentRow> {
  requireValid(checkTexts([[reason, { path: ['reason'], max: MAX_REASON }]]));
  return await changeComment(session, {
    commentId,
    action: 'deleteComment',
    prepare: () => null,
    async change(tx, { comment, actorId, isOwn }) {
      if (isWithdrawn(comment)) return null;

      const now = session.now();
      const { id, postId } = comment;
      const taken = await takeOff(tx, { comment, actorId, now, to: 'withdraw' });
      if (isOwn && !(await hasOpenFlags(tx, id))) return taken;
      const decision = { actorId, postId, commentId: id, reason: isOwn ? null : reason, occurredAt: now };
      const entry = await writeAudit(tx, { ...decision, action: 'WITHDRAW' });
      return { ...taken, queueSeq: await closeFlags(tx, { commentId: id, entry }) };
    },
  });
}

/** Now, or just after the last edit if another instance's clock is ahead: `editedAt` always rises. */
function after(last: Date | null, now: Date): Date {
  return last === null || last < now ? now : new Date(last.getTime() + 1);
}
