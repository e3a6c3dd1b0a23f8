import type { HeldCommentRow } from '../data/administered/held-comments.ts';
import { addComment } from '../data/log/add-comment.ts';
import type { NewComment } from '../data/log/add-comment.ts';
import { newId } from '../data/database/new-id.ts';
import { isUniqueViolation, MayBeStoredError } from '../data/database/transaction.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import { othersWrote } from '../errors/coded-error.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { replySubject } from '../text/reply-subject.ts';
import { checkTexts } from '../text/text.ts';
import { MAX_COMMENT_BODY, MAX_GUEST_NAME, MAX_SUBJECT } from '../text/text-limits.ts';
import { checkText } from './writing/check-text.ts';
import { ConflictError, NotFoundError, requireValid } from './errors.ts';
import { findPlace } from './writing/find-place.ts';
import type { EarlierComment, Place, Wish } from './writing/find-place.ts';
import { holdComment } from './writing/hold-comment.ts';
import { checkClientMutationId, readMutationKey } from './writing/mutation-key.ts';
import { rememberAdded } from './writing/remember.ts';
import { renderComment } from './writing/render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { writeInStatement } from './writing/write.ts';

/** How often a place is looked for again, where each time something changed before the comment was written. */
const ATTEMPTS = 5;

/** The input of a new comment. */
interface CreateCommentInput {
  readonly postId: string;
  readonly parentId?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly body: string;
  readonly guestName?: string | null | undefined;
  /** What people do not see, and programs fill in. */
  readonly trap?: string | null | undefined;
  readonly clientMutationId?: string | null | undefined;
}

/** What became of a new comment: it is public, or it is held. */
type WrittenComment = { readonly comment: CommentRow } | { readonly heldComment: HeldCommentRow };

/**
 * Writes a comment, or a reply where `parentId` is given: the row, its log entry and every counter in one transaction. One that
 * is held until a moderator has read it has no number and no place yet.
 * The same input under the same `clientMutationId` gives what became of the first.
 */
export async function createComment(session: ServiceSession, input: CreateCommentInput): Promise<WrittenComment> {
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

  const { body, subject = null, parentId = null, guestName = null, trap = null } = input;
  const key = readMutationKey({ ...input });
  const wish = { postId, parentId, guestName, key };

  return await session.writers.admit({ postId, signal: session.signal }, async (takeTurn) => {
    // What is checked before the text is rendered, which costs, is compared when the comment is written.
    const place = await findPlace(session, wish);
    if (!('post' in place)) return await requireEarlier(session, place);

    // A repeated text is refused before it is rendered.
    const claim = { text: body, clientMutationId: key?.clientMutationId ?? null };
    const giveBack = await session.rates.claimText(session, claim);
    try {
      const text = await renderComment(session, { body });
      const comment = { ...text, id: newId(), postId, subject };
      const heldBecause = await checkText(session, { ...comment, trap, place });
      if (heldBecause !== null) {
        const heldComment = await holdComment(session, { wish, place, comment, heldBecause });
        return heldComment === null ? await writeAgain(session, wish) : { heldComment };
      }
      // A filter takes its time: the commenter may have been muted meanwhile.
      const stillThere = session.config.filter === null ? place : await findPlace(session, wish);
      if (!('post' in stillThere)) return await requireEarlier(session, stillThere);
      return await takeTurn(async () => await insert(session, { wish, place: stillThere, comment }));
    } catch (error) {
      if (!(error instanceof MayBeStoredError)) giveBack();
      return explainConflict(error);
    }
  });
}

/** {@link createComment} where nothing is held. */
export async function createPublicComment(session: ServiceSession, input: CreateCommentInput): Promise<CommentRow> {
  const written = await createComment(session, input);
  if ('comment' in written) return written.comment;
  throw new Error('Expected the comment not to be held.');
}

interface Insertion {
  readonly wish: Wish;
  readonly place: Place;
  /** Its subject is null where none was given. */
  readonly comment: Pick<NewComment, 'id' | 'postId' | 'subject' | 'body' | 'bodyHtml' | 'rendererVersion'>;
}

/** Writes the comment at its place, or where that has changed since, at the one that it finds then. */
async function insert(session: ServiceSession, { wish, comment, ...found }: Insertion): Promise<WrittenComment> {
  const { clientMutationId, clientMutationHash } = wish.key ?? { clientMutationId: null, clientMutationHash: null };
  let place = found.place;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { post, parent, commenter } = place;
    const whole: NewComment = {
      ...comment,
      ...commenter,
      subject: comment.subject ?? replySubject(parent?.subject ?? null),
      parentId: parent?.id ?? null,
      clientMutationId,
      clientMutationHash,
      createdAt: session.now(),
    };
    const seen = { isOpen: post.discussion.isOpen, publishedAt: post.publishedAt, parent };
    const added = await writeInStatement(session, async (connection) => {
      const state = await addComment(connection, { comment: whole, seen });
      return state && { ...state, postId: post.id };
    });
    if (added !== null) return { comment: rememberAdded(session, { comment: whole, place, added }) };

    const next = await findPlace(session, wish);
    if (!('post' in next)) return await requireEarlier(session, next);
    place = next;
  }
  throw othersWrote();
}

/** What another request has written under the same key at the same time. */
async function writeAgain(session: ServiceSession, wish: Wish): Promise<WrittenComment> {
  const earlier = await findPlace(session, wish);
  if (!('post' in earlier)) return await requireEarlier(session, earlier);
  throw othersWrote();
}

/** What became of what was written under the same key before. */
async function requireEarlier({ loaders }: ServiceSession, earlier: EarlierComment): Promise<WrittenComment> {
  if ('earlierHeldId' in earlier) {
    const heldComment = await loaders.administered.heldComment.load(earlier.earlierHeldId);
    if (heldComment === null) throw new NotFoundError('Comment not found.');
    return { heldComment };
  }
  const comment = await loaders.comment.load(earlier.earlierId);
  if (comment === null) throw new NotFoundError('The post is no longer published.');
  return { comment };
}

/** Two concurrent inputs under one key: neither transaction saw the other's row. */
function explainConflict(error: unknown): never {
  if (isUniqueViolation(error))
    throw new ConflictError('Another input was already written under this clientMutationId.');
  throw error;
}
