import type { Pool } from 'pg';
import type { Identity } from '../../session/session.ts';
import { int } from '../database/columns.ts';
import { readRows, statement, Templates } from '../database/sql.ts';
import { joinedCommentColumns, selectComment, toJoinedCommentRow } from '../reads/comment-rows.ts';
import type { CommentRow } from '../reads/comment-rows.ts';
import { isVisiblePost, nameVisibility } from '../reads/visibility.ts';

/** A comment whose counts have moved, and the version of its discussion when they moved last. */
interface MovedComment {
  readonly version: number;
  readonly comment: CommentRow;
}

interface Place {
  readonly postId: string;
  /** A version of the discussion. */
  readonly after: number;
  readonly identity: Identity;
  readonly limit: number;
}

const of = {
  postId: ({ postId }: Place) => postId,
  after: ({ after }: Place) => after,
  limit: ({ limit }: Place) => limit,
};

const columns = { movedAt: int, ...joinedCommentColumns };
const asMovedComments = statement('movedComments', columns);

const movedComments = new Templates<Place, typeof columns>(
  ({ identity }) => asMovedComments`
    SELECT s.version AS "movedAt", ${selectComment}
    FROM comment_score s JOIN post p ON p.id = s.post_id
      LEFT JOIN comment c ON c.id = s.comment_id LEFT JOIN author a ON a.id = c.author_id
    WHERE s.post_id = ${of.postId}::uuid AND s.version > ${of.after} AND ${isVisiblePost(identity)}
    ORDER BY s.version LIMIT ${of.limit}`,
);

/**
 * The comments of a post whose counts have moved after a version, each once, in the order in which they moved last. A version moves the
 * counts of one comment. Nothing where the viewer may not see the post.
 */
export async function readMovedComments(pool: Pool, place: Place): Promise<MovedComment[]> {
  const rows = await readRows(pool, movedComments.fill(nameVisibility(place.identity), place));
  return rows.flatMap(({ movedAt, ...row }) => {
    const comment = toJoinedCommentRow(row);
    return comment === null ? [] : [{ version: movedAt, comment }];
  });
}
