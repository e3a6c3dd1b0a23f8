import type { AuthorRow } from '../data/reads/author-rows.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import { isShown } from '../data/reads/visibility.ts';
import { requireRead } from '../data/reads/require-read.ts';
import { hasRole } from '../session/session.ts';
import { findViewer, isOwnerOf, settleAuthor } from './account.ts';
import { requireAuthor } from './author.ts';
import { ForbiddenError } from './errors.ts';
import type { ServiceSession } from './service-session.ts';

/** The commenter as shown with a comment. */
export interface ShownCommenter {
  readonly displayName: string;
  readonly avatarUrl: string | null;
}

/** The columns that hold a new comment's commenter: an account, or a guest. */
export interface CommenterColumns {
  readonly authorId: string | null;
  readonly guestName: string | null;
  readonly voiceHash: string | null;
}

/** The commenter of a comment, at once where it was read with the comment; null if the comment is withdrawn. */
export function commenterOf(
  session: ServiceSession,
  comment: CommentRow,
): ShownCommenter | null | Promise<ShownCommenter | null> {
  if (!isShown(comment)) return null;
  const author = accountOf(session, comment);
  return author instanceof Promise ? author : showCommenter(session, { author, guestName: comment.guestName });
}

/** An author as shown with a comment, or the guest in its place. */
export function showCommenter(
  { config }: ServiceSession,
  { author, guestName }: { readonly author: AuthorRow | null; readonly guestName: string | null },
): ShownCommenter {
  return author ?? { displayName: guestName ?? config.guestName, avatarUrl: null };
}

/** The author who wrote a comment, also a withdrawn one; null for a guest. */
export function accountOf(
  session: ServiceSession,
  { author, authorId }: CommentRow,
): AuthorRow | null | Promise<AuthorRow> {
  if (author !== undefined) return author;
  return authorId === null ? null : requireAuthor(session, { id: authorId });
}

/**
 * The commenter of a comment written in this session. `guestName` is ignored for an account, which has its own name.
 *
 * @param options.known the author row that the account has already.
 */
export async function identifyCommenter(
  session: ServiceSession,
  { known, guestName }: { known: AuthorRow | null; guestName: string | null },
): Promise<{ author: AuthorRow | null; columns: CommenterColumns }> {
  const { account, voiceHash } = session.identity;
  if (account === null) return { author: null, columns: { authorId: null, guestName, voiceHash } };

  const author = await settleAuthor(session, { account, known });
  return { author, columns: { authorId: author.id, guestName: null, voiceHash: null } };
}

/** Whether the viewer may change a comment: its commenter and moderators may. */
export async function mayChange(session: ServiceSession, comment: Owned): Promise<boolean> {
  const { account, voiceHash } = session.identity;
  if (account === null) return voiceHash !== null && requireRead(comment.voiceHash) === voiceHash;
  if (hasRole(session.identity, 'MODERATOR')) return true;

  const author = comment.authorId === null ? null : await session.loaders.author.load(comment.authorId);
  return isOwnerOf(account, author);
}

/** The columns that decide who may change a comment. */
interface Owned {
  readonly authorId: string | null;
  readonly voiceHash?: string | null | undefined;
}

/**
 * Refuses a viewer who may not change a comment; see {@link mayChange}.
 *
 * @returns the id of the viewer's author row, or null for a guest.
 * @throws {ForbiddenError} if the viewer is neither the commenter nor a moderator.
 */
export async function requireChanger(session: ServiceSession, comment: Owned): Promise<string | null> {
  const viewer = await findViewer(session);
  if (!(await mayChange(session, comment))) {
    throw new ForbiddenError('Only its commenter or a moderator may edit or withdraw a comment.');
  }
  return viewer?.id ?? null;
}
