import { requireWhole } from '../../data/reads/comment-rows.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { isShown } from '../../data/reads/visibility.ts';
import { avatarOf, showCommenter } from '../commenter.ts';
import type { ServiceSession } from '../service-session.ts';

/** A comment in its place. */
export interface CommentView {
  readonly number: number;
  /** The numbers from the top-level ancestor down to the comment itself. */
  readonly path: readonly number[];
  /** Null where the comment is withdrawn. */
  readonly content: CommentContent | null;
}

/** What a published comment shows. */
export interface CommentContent {
  readonly commenter: CommenterView;
  readonly subject: string | null;
  /** Sanitised HTML. */
  readonly bodyHtml: string;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
}

/** Who wrote a comment. */
export interface CommenterView {
  readonly displayName: string;
  readonly avatarUrl: string;
  /** What no other account has, and no guest; null for a guest. */
  readonly account: { readonly handle: string; /** The UUID. */ readonly uuid: string } | null;
}

export function viewComment(session: ServiceSession, comment: CommentRow): CommentView {
  const { number, path, subject, bodyHtml, author, createdAt, editedAt } = requireWhole(comment);
  if (!isShown(comment)) return { number, path, content: null };

  const commenter = showCommenter(session, { author, comment });
  const shown = { displayName: commenter.displayName, avatarUrl: avatarOf(session, commenter) };
  const account = author === null ? null : { handle: author.handle, uuid: author.id };
  return { number, path, content: { subject, bodyHtml, createdAt, editedAt, commenter: { ...shown, account } } };
}
