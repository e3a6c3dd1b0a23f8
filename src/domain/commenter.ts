import type { CommentRow } from '../data/reads/comment-rows.ts';
import { isShown } from '../data/reads/visibility.ts';
import { hasRole } from '../session/session.ts';
import { findViewer } from './account.ts';
import { ForbiddenError } from './errors.ts';
import type { ServiceSession } from './service-session.ts';

/** Who is shown over a comment. */
export interface ShownCommenter {
  readonly displayName: string;
  readonly avatarUrl: string | null;
}

/** In which columns a new comment says whose it is: an account's, or a guest's. */
export interface CommenterColumns {
  readonly authorId: string | null;
  readonly guestName: string | null;
  readonly voiceHash: string | null;
}

/** Who is shown over a comment; null where it is withdrawn. */
export function commenterOf(session: ServiceSession, comment: CommentRow): ShownCommenter | null {
  if (!isShown(comment)) return null;
  return comment.author ?? { displayName: comment.guestName ?? session.config.guestName, avatarUrl: null };
}

/** Whose a comment is that is written in this session. An account's name is its own, so a guest's is not taken from it. */
export async function identifyCommenter(
  session: ServiceSession,
  { guestName }: { guestName: string | null },
): Promise<CommenterColumns> {
  const viewer = await findViewer(session);
  if (viewer !== null) return { authorId: viewer.id, guestName: null, voiceHash: null };
  return { authorId: null, guestName, voiceHash: session.identity.voiceHash };
}

/** Whether who asks may change a comment, as {@link requireChanger} has it. */
export async function mayChange(session: ServiceSession, comment: Owned): Promise<boolean> {
  const { account, voiceHash } = session.identity;
  if (account === null) return comment.voiceHash !== null && comment.voiceHash === voiceHash;
  if (hasRole(session.identity, 'MODERATOR')) return true;

  const author = comment.authorId === null ? null : await session.loaders.author.load(comment.authorId);
  return author !== null && author.issuer === account.issuer && author.subject === account.subject;
}

/** Whose a comment is. */
interface Owned {
  readonly authorId: string | null;
  readonly voiceHash: string | null;
}

/**
 * Whoever may change a comment: who wrote it, or a moderator.
 *
 * @returns the author row of who changes it, or null for a guest.
 * @throws {ForbiddenError} for everybody else.
 */
export async function requireChanger(session: ServiceSession, comment: Owned): Promise<string | null> {
  const viewer = await findViewer(session);
  if (!(await mayChange(session, comment))) {
    throw new ForbiddenError('Only its commenter or a moderator may edit or withdraw a comment.');
  }
  return viewer?.id ?? null;
}
