import type { Pool } from 'pg';
import type { Identity } from '../../session/session.ts';
import { bool, nullable, outerJoined, text, timestamp } from '../database/columns.ts';
import { joined } from '../database/joined-columns.ts';
import { readRows, statement } from '../database/sql.ts';
import { accountColumns } from '../reads/author-rows.ts';
import type { AccountRow } from '../reads/author-rows.ts';
import { isViewer, joinMute } from '../reads/comment-place.ts';
import { joinedCommentColumns, selectComment, toJoinedCommentRow } from '../reads/comment-rows.ts';
import type { CommentRow } from '../reads/comment-rows.ts';
import { isVisiblePost } from '../reads/visibility.ts';

const viewer = joined({ alias: 'viewer', prefix: 'viewer', columns: accountColumns });

const reactable = statement('reactable', {
  discussionIsOpen: bool,
  isLocked: bool,
  postPublishedAt: nullable(timestamp),
  ...outerJoined({ muteReason: text, muteUntil: timestamp }),
  ...viewer.columns,
  ...joinedCommentColumns,
});

/** What a reaction to a comment depends on. */
interface Reactable {
  readonly comment: CommentRow;
  readonly isOpen: boolean;
  /** Whether it is in a locked thread. */
  readonly isLocked: boolean;
  /** Null where the post is a draft. */
  readonly publishedAt: Date | null;
  /** The author row of the viewer's account; null for a guest, and for an account that is used for the first time. */
  readonly viewer: AccountRow | null;
  /** What mutes the viewer; it may have passed its end. */
  readonly mute: { readonly until: Date | null; readonly reason: string } | null;
}

/** @returns null where there is no such comment, or the viewer may not see its post. */
export async function readReactable(
  pool: Pool,
  { commentId, identity }: { commentId: string; identity: Identity },
): Promise<Reactable | null> {
  const [row] = await readRows(
    pool,
    reactable`
      SELECT d.is_open AS "discussionIsOpen", d.locked && c.path AS "isLocked", p.published_at AS "postPublishedAt", mute.reason AS "muteReason",
        mute.until AS "muteUntil", ${viewer.select}, ${selectComment}
      FROM comment c JOIN post p ON p.id = c.post_id JOIN discussion d ON d.post_id = c.post_id
        LEFT JOIN author a ON a.id = c.author_id
        LEFT JOIN author viewer ON ${isViewer(identity)}
        ${joinMute(identity)}
      WHERE c.id = ${commentId}::uuid AND c.number IS NOT NULL AND ${isVisiblePost(identity)}`,
  );
  const comment = row === undefined ? null : toJoinedCommentRow(row);
  if (row === undefined || comment === null) return null;
  return {
    comment,
    isOpen: row.discussionIsOpen,
    isLocked: row.isLocked,
    publishedAt: row.postPublishedAt,
    viewer: viewer.read(row),
    mute: row.muteReason === null ? null : { until: row.muteUntil, reason: row.muteReason },
  };
}
