import type { Pool } from 'pg';
import { readPosts } from '../../data/reads/post-rows.ts';
import type { DiscussionState } from '../../data/reads/post-rows.ts';
import { sql } from '../../data/database/sql.ts';
import { isVisiblePost } from '../../data/reads/visibility.ts';
import { CodedError } from '../../errors/coded-error.ts';
import type { Identity } from '../../session/session.ts';

/** The state of a discussion that the viewer may follow; null when the viewer may not see its post. */
export async function findFollowable(
  pool: Pool,
  { postId, identity }: { postId: string; identity: Identity },
): Promise<DiscussionState | null> {
  const where = sql`p.id = ${postId}::uuid AND ${isVisiblePost(identity)}`;
  const [post] = await readPosts(pool, { where, columns: { author: false, body: false, bodyHtml: false } });
  return post?.discussion ?? null;
}

export function noLongerPublished(): CodedError {
  return new CodedError('NOT_FOUND', 'The post is no longer published.');
}
