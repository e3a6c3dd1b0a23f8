import { hasRole } from '../../session/session.ts';
import type { Identity } from '../../session/session.ts';
import { sql } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/**
 * Which posts somebody may see, as a condition on `p` (post): published ones; moderators all; an author also drafts of
 * their own. A comment may be seen where its post may. Nothing else decides this.
 */
export function isVisiblePost(identity: Identity): Sql {
  if (hasRole(identity, 'MODERATOR')) return sql`TRUE`;
  if (identity.account === null) return sql`p.published_at IS NOT NULL`;

  const { issuer, subject } = identity.account;
  return sql`(p.published_at IS NOT NULL OR EXISTS (
    SELECT 1 FROM author own WHERE own.id = p.author_id AND own.issuer = ${issuer} AND own.subject = ${subject}))`;
}

/** A tag, `t`, is seen where a published post is filed under it: a draft's would tell what is being written about. */
export const isVisibleTag = sql`EXISTS (
  SELECT 1 FROM post_tag pt JOIN post p ON p.id = pt.post_id WHERE pt.tag_id = t.id AND p.published_at IS NOT NULL)`;

/** {@link isVisibleTag} for Prisma. */
export const whereVisibleTag = { posts: { some: { post: { publishedAt: { not: null } } } } };

/** What a reader sees of a comment: what is withdrawn keeps its place and shows nothing else. */
export function isShown(comment: { readonly status: string }): boolean {
  return comment.status === 'PUBLISHED';
}
