import { readCommentPlace } from '../../data/reads/comment-place.ts';
import type { CommentPlace } from '../../data/reads/comment-place.ts';
import type { AuthorRow } from '../../data/reads/author-rows.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import type { PostRow } from '../../data/reads/post-rows.ts';
import { isPublished, isShown } from '../../data/reads/visibility.ts';
import { requireRead } from '../../data/reads/require-read.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { identifyCommenter, requireMayComment } from '../commenter.ts';
import type { CommenterColumns } from '../commenter.ts';
import { nameKey } from '../../text/name-key.ts';
import { isMuting, muted } from '../moderation/muted.ts';
import { DiscussionClosedError, NotFoundError, requireValid, TooDeepError } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';
import { requireSameInput } from './mutation-key.ts';
import type { MutationKey } from './mutation-key.ts';
import { lookAhead } from './write.ts';

/** Where a comment is to be written, by whom, and under which key. */
export interface Wish {
  /** The id of the row of the post. */
  readonly postId: string;
  /** As the client gave it; null for a top-level comment. */
  readonly parentId: string | null;
  readonly guestName: string | null;
  readonly key: MutationKey | null;
}

/** A place for a comment that may be written there. */
export interface Place {
  readonly post: PostRow;
  readonly parent: CommentRow | null;
  readonly author: AuthorRow | null;
  readonly commenter: CommenterColumns;
  /** Which comments are held there: see {@link CommentPlace.premoderation}. */
  readonly premoderation: readonly string[];
}

/** What was written under the same key before. */
export type EarlierComment = { readonly earlierId: string } | { readonly earlierHeldId: string };

/**
 * Finds the place of a comment and checks whether it may be written there, as things stand now. Where it was written already, under
 * the same key, only its id is returned.
 *
 * @throws {ConflictError} if another input was written under the key; {ForbiddenError} for a guest, where comments take an account, and
 *   for whoever is muted; {ValidationError} for a guest under a name of the staff; {NotFoundError}; {DiscussionClosedError};
 *   {TooDeepError}.
 */
export async function findPlace(
  session: ServiceSession,
  { postId, parentId, guestName, key }: Wish,
): Promise<Place | EarlierComment> {
  const { database, identity } = session;
  const query = {
    postId,
    parentId: decodeIdOf('Comment', parentId ?? ''),
    identity,
    clientMutationId: key?.clientMutationId ?? null,
    nameKey: identity.account === null && guestName !== null ? nameKey(guestName) : null,
  };
  const found = await lookAhead(session, async () => await readCommentPlace(database.pool, query));
  const { post, viewer, parent, earlier, earlierHeld, mute, premoderation } = found;
  if (post === null) throw new NotFoundError('Post not found.');

  const { author, columns: commenter } = await identifyCommenter(session, { known: viewer, guestName });
  // Before every other check: a retry gets its first answer again, also if the discussion has closed since.
  if (earlier !== null && key !== null) {
    requireSameInput(earlier, key);
    return { earlierId: earlier.id };
  }
  if (earlierHeld !== null && key !== null) {
    requireSameInput(earlierHeld, key);
    return { earlierHeldId: earlierHeld.id };
  }
  requireMayComment(session);
  if (mute !== null && isMuting(session, mute)) throw muted(mute);
  if (found.isStaffName) {
    requireValid([{ path: ['guestName'], message: 'Expected another name: somebody who works here has this one.' }]);
  }
  if (!post.discussion.isOpen || !isPublished(post)) {
    throw new DiscussionClosedError('The discussion is not open to new comments.');
  }
  if (parentId !== null) requireParent(found, session.config);
  if (found.isLocked) throw new DiscussionClosedError('The thread is locked: nobody can reply to its comments.');
  return { post, parent, author, commenter, premoderation };
}

function requireParent({ parent }: CommentPlace, { maxReplyDepth }: { maxReplyDepth: number }): void {
  if (parent === null) throw new NotFoundError('Parent comment not found under this post.');
  if (!isShown(parent)) throw new NotFoundError('The parent comment is withdrawn or hidden and cannot be replied to.');
  const depth = requireRead(parent.path).length;
  if (depth > maxReplyDepth) {
    throw new TooDeepError(
      `Expected a reply at a depth of at most ${maxReplyDepth}; found ${depth}. Reply to a comment further up.`,
    );
  }
}
