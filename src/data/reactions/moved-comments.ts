import type { Pool } from 'pg';
import { int } from '../database/columns.ts';
import { readRows, statement, Templates } from '../database/sql.ts';
import { joinedCommentColumns, selectComment, toJoinedCommentRow } from '../reads/comment-rows.ts';
import type { CommentRow } from '../reads/comment-rows.ts';
import { isVisiblePost, nameVisibility } from '../reads/visibility.ts';
import { ofPlace } from '../log/place-in-post.ts';
import type { PlaceInPost } from '../log/place-in-post.ts';

/** A comment whose counts have moved, and the version of its discussion when they moved last. */
interface MovedComment {
  readonly version: number;
  readonly comment: CommentRow;
}

const columns = { movedAt: int, ...joinedCommentColumns };
const asMovedComments = statement('movedComments', columns);

const movedComments = new Templates<PlaceInPost, typeof columns>(
  ({ identity }) => asMovedComments`
    SELECT s.version AS "movedAt", ${selectComment}
    FROM comment_score s JOIN post p ON p.id = s.post_id
      LEFT JOIN comment c ON c.id = s.comment_id LEFT JOIN author a ON a.id = c.author_id
    WHERE s.post_id = ${ofPlace.postId}::uuid AND s.version > ${ofPlace.after} AND ${isVisiblePost(identity)}
    ORDER BY s.version LIMIT ${ofPlace.limit}`,
);

/**
 * The comments of a post whose counts have moved after a version, each once, in the order in which they moved last. A version moves the
 * counts of one comment. Nothing where the viewer may not see the post.
 */
export async function readMovedComments(pool: Pool, place: PlaceInPost): Promise<MovedComment[]> {
  const rows = await readRows(pool, movedComments.fill(nameVisibility(place.identity), place));
  return rows.flatMap(({ movedAt, ...row }) => {
    const comment = toJoinedCommentRow(row);
    return comment === null ? [] : [{ version: movedAt, comment }];
  });
}
