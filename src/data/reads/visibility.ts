// What a viewer may see is decided here and nowhere else; test/architecture/visibility.test.ts holds the other files to it.
import type { Prisma } from '../../generated/prisma/client.ts';
import type { CommentStatus } from '../../generated/prisma/enums.ts';
import { may } from '../../session/policy.ts';
import type { Identity } from '../../session/session.ts';
import { sql } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/** Whether the post `p` is published. */
export const isPublishedPost = sql`p.published_at IS NOT NULL`;

/**
 * Whether the post `p` stands on lists: for every viewer those that are published, but for pages that anybody may have opened, until
 * somebody comments there or an author confirms them.
 */
export const isListedPost = sql`${isPublishedPost} AND p.is_listed`;

/** {@link isPublishedPost} for a row. */
export function isPublished(post: { readonly publishedAt: Date | null }): boolean {
  return post.publishedAt !== null;
}

/**
 * Whether a viewer may see the post `p`: everybody sees published posts, an author also drafts of their own, and a moderator
 * all posts. A comment may be seen where its post may.
 */
export function isVisiblePost(identity: Identity): Sql {
  if (may(identity, 'readDraft')) return sql`TRUE`;
  if (identity.account === null) return isPublishedPost;

  const { issuer, subject } = identity.account;
  return sql`(${isPublishedPost} OR EXISTS (
    SELECT 1 FROM author own WHERE own.id = p.author_id AND own.issuer = ${issuer} AND own.subject = ${subject}))`;
}

/** Names the condition of {@link isVisiblePost}: for two viewers of one name it is the same, values and all. */
export function nameVisibility(identity: Identity): string {
  const { text, values } = isVisiblePost(identity);
  return JSON.stringify([text, ...values]);
}

/** A tag may be seen when it is on a published post: the tag of a draft would tell what is being written about. */
export const whereVisibleTag = { posts: { some: { post: { publishedAt: { not: null } } } } };

/** API tokens are seen by the account that they act for, and by administrators. */
export function whereVisibleApiToken(identity: Identity): Prisma.ApiTokenWhereInput {
  if (may(identity, 'changeApiToken')) return {};
  const { account } = identity;
  return account === null ? { id: { in: [] } } : { author: { issuer: account.issuer, subject: account.subject } };
}

/** Whether a comment shows its text and its author. A withdrawn one keeps its place and shows neither. */
export function isShown(comment: { readonly status: string }): boolean {
  return comment.status === 'PUBLISHED';
}

/** Whether its commenter, or a moderator in the commenter's place, took a comment back: for good. */
export function isWithdrawn(comment: { readonly status: string }): boolean {
  return comment.status === 'DELETED';
}

/** Whether a moderator hid a comment, and may show it again. */
export function isHidden(comment: { readonly status: string }): boolean {
  return !isShown(comment) && !isWithdrawn(comment);
}

/** {@link isShown} for the comment `c`. */
export const isShownComment = sql`c.status = 'PUBLISHED'`;

/** Whether the comment `c` was written here. An archive that is imported is no news, whenever that is done. */
export const isNews = sql`c.source IS NULL`;

/** Whether the comment `c` has a status, for those who may search all of them. */
export function hasStatus(status: CommentStatus): Sql {
  return sql`c.status = ${status}::comment_status`;
}

/** Moderators alone may tell which comments one voice wrote, withdrawn ones among them. */
export function maySeeVoices(identity: Identity): boolean {
  return may(identity, 'readVoices');
}
