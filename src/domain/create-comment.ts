import { appendToLog, lockDiscussion } from '../data/log/log.ts';
import { newId } from '../data/database/new-id.ts';
import { readRows, readRowsIn } from '../data/database/sql.ts';
import { isUniqueViolation } from '../data/database/transaction.ts';
import type { Transaction } from '../data/database/transaction.ts';
import { readCommentPlace } from '../data/reads/comment-place.ts';
import type { CommentPlace, Parent } from '../data/reads/comment-place.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import { isPublished, isShown } from '../data/reads/visibility.ts';
import type { Comment, Discussion, Prisma } from '../generated/prisma/client.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { replySubject } from '../text/reply-subject.ts';
import { checkTexts } from '../text/text.ts';
import { MAX_COMMENT_BODY, MAX_GUEST_NAME, MAX_SUBJECT } from '../text/text-limits.ts';
import { checkNewComment } from './writing/check-new-comment.ts';
import { identifyCommenter } from './commenter.ts';
import { ConflictError, DiscussionClosedError, NotFoundError, requireValid, TooDeepError } from './errors.ts';
import { checkClientMutationId, readMutationKey, requireSameInput } from './writing/mutation-key.ts';
import { rememberComment } from './writing/remember.ts';
import { renderComment } from './writing/render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { takeTurn, write } from './writing/write.ts';

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

  return await takeTurn(session, { postId, work: async () => await writeComment(session, { postId, input }) });
}

/** Checks everything twice: before the text is rendered, which costs, and again under the lock, where it cannot change. */
async function writeComment(
  session: ServiceSession,
  { postId, input }: { postId: string; input: CreateCommentInput },
): Promise<CommentRow> {
  const { database, identity, loaders } = session;
  const post = await loaders.post.load(postId);
  if (post === null) throw new NotFoundError('Post not found.');

  const { author, columns: commenter } = await identifyCommenter(session, { guestName: input.guestName ?? null });
  const key = readMutationKey({ ...input });
  const place = {
    postId,
    parentId: decodeIdOf('Comment', input.parentId ?? ''),
    ...commenter,
    clientMutationId: key?.clientMutationId ?? null,
  };
  const check = ({ earlier, parent }: CommentPlace, discussion: Discussion & { isPublished: boolean }) => {
    // Before every other check: a retry gets its first answer again, also if the discussion has closed since.
    if (earlier !== null && key !== null) requireSameInput(earlier, key);
    if (earlier !== null) return earlier;
    if (!discussion.isOpen || !discussion.isPublished) {
      throw new DiscussionClosedError('The discussion is not open to new comments.');
    }
    if (typeof input.parentId === 'string') requireParent(parent, session.config);
    return null;
  };

  const isAlone = key === null && place.parentId === null;
  const seen = isAlone ? NOTHING : await readCommentPlace((asked) => readRows(database.pool, asked), place);
  const first = check(seen, { ...post.discussion, isPublished: isPublished(post) });
  if (first !== null) return await requireComment(session, first.id);

  const { body, clientMutationId = null } = input;
  const undoChecks = await checkNewComment(session, { body, clientMutationId });
  try {
    const text = await renderComment(session, { body });
    const id = newId();
    const { comment, locked, discussion } = await write(session, async (tx, { mayBeDone }) => {
      const locked = await lockDiscussion(tx, { postId, identity });
      if (locked === null) throw new NotFoundError('Post not found.');

      const found = isAlone ? NOTHING : await readCommentPlace((asked) => readRowsIn(tx, asked), place);
      const stored = mayBeDone ? await tx.comment.findUnique({ where: { id } }) : null;
      const earlier = stored ?? check(found, locked);
      if (earlier !== null) {
        const comment = stored ?? (await tx.comment.findUniqueOrThrow({ where: { id: earlier.id } }));
        return { comment, locked, discussion: locked, postId, seq: mayBeDone ? locked.seq : null };
      }

      const { parent } = found;
      const subject = input.subject ?? replySubject(parent?.subject ?? null);
      const data = { ...text, ...commenter, ...key, id, postId, subject, createdAt: session.now() };
      const added = await addComment(tx, { data, parent, number: locked.lastNumber + 1 });
      return { ...added, locked, postId, seq: added.discussion.seq };
    });
    return rememberComment(session, { comment, author, post, locked, discussion });
  } catch (error) {
    undoChecks();
    return explainConflict(error);
  }
}

const NOTHING: CommentPlace = { parent: null, earlier: null };

async function requireComment({ loaders }: ServiceSession, id: string): Promise<CommentRow> {
  const comment = await loaders.comment.load(id);
  if (comment === null) throw new NotFoundError('The post is no longer published.');
  return comment;
}

function requireParent(parent: Parent | null, { maxReplyDepth }: { maxReplyDepth: number }): void {
  if (parent === null) throw new NotFoundError('Parent comment not found under this post.');
  if (!isShown(parent)) throw new NotFoundError('The parent comment is withdrawn and cannot be replied to.');
  if (parent.path.length > maxReplyDepth) {
    throw new TooDeepError(
      `Expected a reply at a depth of at most ${maxReplyDepth}; found ${parent.path.length}. Reply to a comment further up.`,
    );
  }
}

type NewComment = Omit<Prisma.CommentUncheckedCreateInput, 'parentId' | 'number' | 'path' | 'createdAt'> & {
  readonly createdAt: Date;
};

/** Gives a comment its place, moves every counter, and writes the log. */
async function addComment(
  tx: Transaction,
  { data, parent, number }: { data: NewComment; parent: Parent | null; number: number },
): Promise<{ comment: Comment; discussion: Discussion }> {
  const path = [...(parent?.path ?? []), number];
  const comment = await tx.comment.create({ data: { ...data, parentId: parent?.id ?? null, number, path } });
  if (parent !== null) {
    await tx.comment.update({
      where: { id: parent.id },
      data: { replyCount: { increment: 1 }, replyPlaces: { increment: 1 } },
      select: { id: true },
    });
  }
  const discussion = await appendToLog(tx, {
    kind: 'COMMENT_ADDED',
    postId: data.postId,
    commentId: comment.id,
    actorId: data.authorId ?? null,
    clientMutationId: data.clientMutationId ?? null,
    occurredAt: data.createdAt,
    moves: { lastNumber: 1, commentCount: 1, topLevelPlaces: parent === null ? 1 : 0 },
  });
  return { comment, discussion };
}

/** Two concurrent inputs under one key: neither transaction saw the other's row. */
function explainConflict(error: unknown): never {
  if (isUniqueViolation(error))
    throw new ConflictError('Another input was already written under this clientMutationId.');
  throw error;
}
