import type { Pool } from 'pg';
import { NOBODY } from '../../session/session.ts';
import { readComments } from './comment-rows.ts';
import type { CommentRow } from './comment-rows.ts';
import { readPosts } from './post-rows.ts';
import type { PostRow } from './post-rows.ts';
import { timestamp } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import { isShownComment, isVisiblePost } from './visibility.ts';

/** What a feed of one discussion is made of. */
interface DiscussionFeed {
  readonly post: PostRow;
  /** Published comments, newest first. */
  readonly comments: readonly CommentRow[];
  /** When the post or its discussion last changed. */
  readonly changedAt: Date;
}

const lastEvent = statement('lastEvent', { occurredAt: timestamp });

/** The newest comments of a published post; null if there is no such post. */
export async function readDiscussionFeed(
  pool: Pool,
  { slug, size }: { slug: string; size: number },
): Promise<DiscussionFeed | null> {
  const [post] = await readPosts(pool, { where: sql`p.slug = ${slug} AND ${isVisiblePost(NOBODY)}` });
  if (post === undefined) return null;

  const { seq, lastNumber } = post.discussion;
  const [comments, events] = await Promise.all([
    readComments(pool, {
      from: sql`(
        SELECT * FROM comment c
        WHERE c.post_id = ${post.id}::uuid AND c.number <= ${lastNumber} AND ${isShownComment}
        ORDER BY c.number DESC LIMIT ${size}) c`,
      order: sql`c.number DESC`,
    }),
    readRows(
      pool,
      lastEvent`SELECT occurred_at AS "occurredAt" FROM event WHERE post_id = ${post.id}::uuid AND seq = ${seq}`,
    ),
  ]);

  // Imported comments keep their dates and may have no event in the log.
  const dates = [post.updatedAt, ...events.map(({ occurredAt }) => occurredAt), ...comments.map(lastChangeOf)];
  return { post, comments, changedAt: new Date(Math.max(...dates.map((date) => date.getTime()))) };
}

function lastChangeOf({ createdAt, editedAt }: CommentRow): Date {
  return editedAt ?? createdAt;
}
