import { lockDiscussion, appendToLog } from '../data/log/log.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import { isShown } from '../data/reads/visibility.ts';
import { isUniqueViolation } from '../data/database/transaction.ts';
import type { Transaction } from '../data/database/transaction.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { replySubject } from '../text/reply-subject.ts';
import { checkTexts } from '../text/text.ts';
import { MAX_COMMENT_BODY, MAX_GUEST_NAME, MAX_SUBJECT } from '../text/text-limits.ts';
import { checkNewComment } from './check-new-comment.ts';
import { identifyCommenter } from './commenter.ts';
import type { CommenterColumns } from './commenter.ts';
import { ConflictError, DiscussionClosedError, NotFoundError, requireValid, TooDeepError } from './errors.ts';
import { checkClientMutationId, readMutationKey, requireSameInput } from './mutation-key.ts';
import type { MutationKey } from './mutation-key.ts';
import { renderText } from './render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { write } from './write.ts';
import type { Written } from './write.ts';

/** The input of a new comment. */
interface CreateCommentInput {
  readonly postId: string;
  readonly parentId?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly body: string;
  readonly guestName?: string | null | undefined;
  readonly clientMutationId?: string | null | undefined;
}

/**
 * Writes a comment, or a reply where `parentId` is given: the row, its log entry and every counter in one transaction.
 * The same input under the same `clientMutationId` gives the first comment again.
 */
export async function createComment(session: ServiceSession, input: CreateCommentInput): Promise<CommentRow> {
  requireValid([
    ...checkTexts([
      [input.body, { path: ['body'], max: MAX_COMMENT_BODY }],
      [input.subject, { path: ['subject'], max: MAX_SUBJECT, singleLine: true }],
      [input.guestName, { path: ['guestName'], max: MAX_GUEST_NAME, singleLine: true }],
    ]),
    ...checkClientMutationId(input.clientMutationId),
  ]);
  const postId = decodeIdOf('Post', input.postId);
  if (postId === null) throw new NotFoundError('Post not found.');

  const text = renderText(input.body, { of: 'comment' });
  const commenter = await identifyCommenter(session, { guestName: input.guestName ?? null });
  const key = readMutationKey({ ...input });
  const { body, clientMutationId = null } = input;
  const undoChecks = await checkNewComment(session, { body, clientMutationId });

  const { id } = await write(session, async (tx) => {
    const discussion = await lockDiscussion(tx, { postId, identity: session.identity });
    if (discussion === null) throw new NotFoundError('Post not found.');

    // Before every other check: a retry gets its first answer again, also if the discussion has closed since.
    const earlier = await findEarlier(tx, { commenter, key });
    if (earlier !== null) return { id: earlier, postId, seq: null };
    if (!discussion.isOpen || !discussion.isPublished) {
      throw new DiscussionClosedError('The discussion is not open to new comments.');
    }

    const parent = await findParent(tx, { postId, parentId: input.parentId ?? null });
    const { maxReplyDepth } = session.config;
    if (parent !== null && parent.path.length > maxReplyDepth) {
      throw new TooDeepError(
        `Expected a reply at a depth of at most ${maxReplyDepth}; found ${parent.path.length}. Reply to a comment further up.`,
      );
    }
    const subject = input.subject ?? replySubject(parent?.subject ?? null);
    const data = { ...text, ...commenter, ...key, postId, subject, createdAt: session.now() };
    return await addComment(tx, { data, parent, number: discussion.lastNumber + 1 });
  }).catch((error: unknown) => {
    undoChecks();
    return explainConflict(error);
  });

  const comment = await session.loaders.comment.load(id);
  if (comment === null) throw new NotFoundError('The post is no longer published.');
  return comment;
}

type NewComment = Omit<Prisma.CommentUncheckedCreateInput, 'id' | 'parentId' | 'number' | 'path' | 'createdAt'> & {
  readonly createdAt: Date;
};

/** Gives a comment its place, moves every counter, and writes the log. */
async function addComment(
  tx: Transaction,
  { data, parent, number }: { data: NewComment; parent: Parent | null; number: number },
): Promise<Written & { id: string }> {
  const { postId } = data;
  const path = [...(parent?.path ?? []), number];
  const { id } = await tx.comment.create({
    data: { ...data, parentId: parent?.id ?? null, number, path },
    select: { id: true },
  });
  if (parent !== null) {
    await tx.comment.update({
      where: { id: parent.id },
      data: { replyCount: { increment: 1 }, replyPlaces: { increment: 1 } },
      select: { id: true },
    });
  }
  const seq = await appendToLog(tx, {
    kind: 'COMMENT_ADDED',
    postId,
    commentId: id,
    actorId: data.authorId ?? null,
    clientMutationId: data.clientMutationId ?? null,
    occurredAt: data.createdAt,
    moves: { lastNumber: 1, commentCount: 1, topLevelPlaces: parent === null ? 1 : 0 },
  });
  return { id, postId, seq };
}

/** The comment that this commenter already wrote under this key; null for a guest without a voice, who cannot be recognised. */
async function findEarlier(
  tx: Transaction,
  { commenter: { authorId, voiceHash }, key }: { commenter: CommenterColumns; key: MutationKey | null },
): Promise<string | null> {
  if (key === null || (authorId === null && voiceHash === null)) return null;

  const { clientMutationId } = key;
  const select = { id: true, clientMutationHash: true };
  const earlier =
    authorId === null
      ? await tx.comment.findFirst({ where: { voiceHash, clientMutationId }, select })
      : await tx.comment.findFirst({ where: { authorId, clientMutationId }, select });
  if (earlier === null) return null;

  requireSameInput(earlier, key);
  return earlier.id;
}

interface Parent {
  readonly id: string;
  readonly path: number[];
  readonly subject: string | null;
}

/** Read under the lock of the discussion, so that the parent cannot be withdrawn meanwhile. */
async function findParent(
  tx: Transaction,
  { postId, parentId }: { postId: string; parentId: string | null },
): Promise<Parent | null> {
  if (parentId === null) return null;

  const id = decodeIdOf('Comment', parentId);
  const parent =
    id === null
      ? null
      : await tx.comment.findUnique({
          where: { id },
          select: { id: true, postId: true, status: true, path: true, subject: true },
        });
  if (parent?.postId !== postId) throw new NotFoundError('Parent comment not found under this post.');
  if (!isShown(parent)) throw new NotFoundError('The parent comment is withdrawn and cannot be replied to.');
  return parent;
}

/** Two concurrent inputs under one key: neither transaction saw the other's row. */
function explainConflict(error: unknown): never {
  if (isUniqueViolation(error))
    throw new ConflictError('Another input was already written under this clientMutationId.');
  throw error;
}
