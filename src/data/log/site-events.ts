import type { Pool } from 'pg';
import { NOBODY } from '../../session/session.ts';
import { joinedCommentColumns, selectComment, toJoinedCommentRow } from '../reads/comment-rows.ts';
import type { CommentRow } from '../reads/comment-rows.ts';
import type { PostList } from '../reads/post-pages.ts';
import { float, int, nullable, text, timestamp } from '../database/columns.ts';
import { nothing, readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import { isNews, isVisiblePost } from '../reads/visibility.ts';

/** An event of the log of all posts, with the comment that it added if that matches the list. */
interface SiteEventRow {
  readonly position: number;
  readonly occurredAt: Date;
  readonly clientMutationId: string | null;
  /** As it is now; null for every other event. */
  readonly comment: CommentRow | null;
  /** The published comments that its post has now. */
  readonly commentCount: number;
}

const siteEvents = statement('siteEvents', {
  eventPosition: float,
  eventOccurredAt: timestamp,
  eventClientMutationId: nullable(text),
  eventCommentCount: nullable(int),
  ...joinedCommentColumns,
});

/**
 * The next `limit` events of the log of all posts after a position, each with the public view of its comment. Events without
 * a matching comment are included, so that a reader advances also where comments are rare, and an archive is imported.
 */
export async function readSiteEvents(
  pool: Pool,
  { after, limit, list }: { after: number; limit: number; list: PostList },
): Promise<SiteEventRow[]> {
  const rows = await readRows(
    pool,
    siteEvents`
    SELECT e.position::float8 AS "eventPosition", e.occurred_at AS "eventOccurredAt",
      e.client_mutation_id AS "eventClientMutationId", d.comment_count AS "eventCommentCount", ${selectComment}
    FROM (SELECT * FROM event WHERE position > ${after}::bigint ORDER BY position LIMIT ${limit}) e
      LEFT JOIN post p ON p.id = e.post_id AND e.kind = 'COMMENT_ADDED' AND ${isVisiblePost(NOBODY)} ${isListed(list)}
      LEFT JOIN comment c ON c.id = e.comment_id AND c.post_id = p.id AND ${isNews}
      LEFT JOIN discussion d ON d.post_id = p.id
      LEFT JOIN author a ON a.id = c.author_id
    ORDER BY e.position`,
  );
  return rows.map(({ eventPosition, eventOccurredAt, eventClientMutationId, eventCommentCount, ...row }) => ({
    position: eventPosition,
    occurredAt: eventOccurredAt,
    clientMutationId: eventClientMutationId,
    commentCount: eventCommentCount ?? 0,
    comment: toJoinedCommentRow(row),
  }));
}

function isListed({ tag, author }: PostList): Sql {
  const byTag =
    tag === null
      ? nothing
      : sql`AND EXISTS (SELECT 1 FROM post_tag pt JOIN tag t ON t.id = pt.tag_id WHERE pt.post_id = p.id AND t.slug = ${tag})`;
  const byAuthor =
    author === null
      ? nothing
      : sql`AND EXISTS (SELECT 1 FROM author w WHERE w.id = p.author_id AND w.handle = ${author})`;
  return sql`${byTag} ${byAuthor}`;
}
