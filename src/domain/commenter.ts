import type { AccountRow, AuthorRow } from '../data/reads/author-rows.ts';
import type { CommentRow } from '../data/reads/comment-rows.ts';
import { isShown, maySeeVoices } from '../data/reads/visibility.ts';
import { requireRead } from '../data/reads/require-read.ts';
import { may } from '../session/policy.ts';
import type { Action } from '../session/policy.ts';
import { findViewer, isOwnerOf, settleAuthor } from './account.ts';
import { requireAuthor } from './author.ts';
import { ForbiddenError } from './errors.ts';
import { requireNotMuted } from './moderation/muted.ts';
import { requireMay } from './permission.ts';
import type { ServiceSession } from './service-session.ts';
import { avatarSeedOfAuthor, avatarSeedOfGuest, voiceIdOf } from './voices/voice-ids.ts';

const MINUTE = 60_000; // milliseconds

/** A guest as shown with a comment. */
export interface ShownGuest {
  readonly displayName: string;
  readonly comment: GuestComment;
}

/** What a guest is shown by: a comment, or one that is held. */
type GuestComment = Pick<CommentRow, 'id' | 'postId' | 'guestName' | 'voiceHash'>;

/** The commenter as shown with a comment. */
export type ShownCommenter = AuthorRow | ShownGuest;

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
  return author instanceof Promise ? author : showCommenter(session, { author, comment });
}

/** An author as shown with a comment, or the guest in its place. */
export function showCommenter(
  { config }: ServiceSession,
  { author, comment }: { readonly author: AuthorRow | null; readonly comment: GuestComment },
): ShownCommenter {
  return author ?? { displayName: comment.guestName ?? config.guestName, comment };
}

/** Whether a commenter is an author, and no guest. */
export function isAuthor(commenter: ShownCommenter): commenter is AuthorRow {
  return 'handle' in commenter;
}

/** The address of a commenter's picture: their own, or the one that the service draws for them. */
export function avatarOf({ addresses, config }: ServiceSession, commenter: ShownCommenter): string {
  if (!isAuthor(commenter)) return addresses.ofAvatar(avatarSeedOfGuest(commenter.comment, config));
  return commenter.avatarUrl ?? addresses.ofAvatar(avatarSeedOfAuthor(commenter.id));
}

/** What joins the comments of a guest's voice; null for whoever may not know it, and where there is no voice. */
export function findVoiceId({ identity, config }: ServiceSession, comment: CommentRow): string | null {
  if (!maySeeVoices(identity)) return null;
  const voiceHash = requireRead(comment.voiceHash);
  return voiceHash === null ? null : voiceIdOf(voiceHash, config);
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
  { known, guestName }: { known: AccountRow | null; guestName: string | null },
): Promise<{ author: AuthorRow | null; columns: CommenterColumns }> {
  const { account, voiceHash } = session.identity;
  if (account === null) return { author: null, columns: { authorId: null, guestName, voiceHash } };

  const author = await settleAuthor(session, { account, known });
  return { author, columns: { authorId: author.id, guestName: null, voiceHash: null } };
}

/** @throws {ForbiddenError} for a guest, where comments take an account. */
export function requireMayComment(session: ServiceSession): void {
  requireMay(session, 'createComment');
  requireGuests(session);
}

/** @throws {ForbiddenError} as {@link requireMayComment}, for what goes with writing comments. */
export function requireGuests(session: ServiceSession): void {
  if (session.identity.account !== null || session.config.hasGuests) return;
  throw new ForbiddenError('Expected an account to write comments: guests may not.');
}

/** Whether the viewer wrote a comment. A guest is known by the voice. */
export async function isWriter(session: ServiceSession, comment: Owned): Promise<boolean> {
  const { account, voiceHash } = session.identity;
  if (account === null) return voiceHash !== null && requireRead(comment.voiceHash) === voiceHash;
  if (comment.authorId === null) return false;
  return isOwnerOf(account, await session.loaders.author.load(comment.authorId));
}

/** Whether the viewer may do something to a comment: at once where that does not depend on whose it is. */
export async function mayChange(session: ServiceSession, { comment, action }: { comment: Owned; action: Action }) {
  if (may(session.identity, action)) return true;
  if (!may(session.identity, action, { isOwn: true }) || !(await isWriter(session, comment))) return false;
  return action !== 'editComment' || isInTimeToEdit(session, comment);
}

function isInTimeToEdit(session: ServiceSession, { createdAt }: Owned): boolean {
  const { guestEditMinutes: minutes } = session.config;
  if (session.identity.account !== null || minutes === 0) return true;
  return session.now().getTime() - createdAt.getTime() < minutes * MINUTE;
}

/** What decides who may change a comment. */
interface Owned {
  readonly authorId: string | null;
  readonly voiceHash?: string | null | undefined;
  readonly createdAt: Date;
}

/** Somebody who may change a comment. */
export interface Changer {
  /** The id of the viewer's author row; null for a guest. */
  readonly actorId: string | null;
  /** Whether the viewer wrote the comment. */
  readonly isOwn: boolean;
}

/** @throws {ForbiddenError} if the viewer may not do this to the comment, is a guest who edits too late, or is muted and edits. */
export async function requireChanger(
  session: ServiceSession,
  { comment, action }: { readonly comment: Owned; readonly action: Action },
): Promise<Changer> {
  const viewer = await findViewer(session);
  const isOwn = await isWriter(session, comment);
  requireMay(session, action, { isOwn });
  if (action === 'editComment') {
    if (!isInTimeToEdit(session, comment)) {
      const { guestEditMinutes } = session.config;
      throw new ForbiddenError(
        `A guest may edit a comment for ${guestEditMinutes} minutes after it was written, and withdraw it at any time.`,
      );
    }
    await requireNotMuted(session, viewer);
  }
  return { actorId: viewer?.id ?? null, isOwn };
}
