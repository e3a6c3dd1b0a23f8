import type { CommentStatus } from '../../generated/prisma/enums.ts';
import { bool, int, nullable, text } from '../database/columns.ts';
import { newId } from '../database/new-id.ts';
import { readRows, statement } from '../database/sql.ts';
import type { Connection } from '../database/transaction.ts';
import type { Counts } from './reaction-rows.ts';

const movedReaction = statement('movedReaction', {
  version: int,
  isMoved: bool,
  kind: nullable(text),
  count: nullable(int),
  hasReacted: bool,
});

/** A reaction to give or to take away, and by whom: an account's author row, or a voice. */
interface NewReaction {
  readonly commentId: string;
  readonly postId: string;
  readonly kind: string;
  readonly isOn: boolean;
  readonly authorId: string | null;
  readonly voiceHash: string | null;
  readonly createdAt: Date;
}

/** What it was decided by that the commenter may react. */
interface SeenComment {
  readonly isOpen: boolean;
  readonly publishedAt: Date | null;
  readonly status: CommentStatus;
}

/** The reactions to a comment after the write. */
interface MovedReactions {
  /** The version of the discussion. */
  readonly version: number;
  /** False where the reaction was there already, or was not there to be taken away. */
  readonly isMoved: boolean;
  readonly counts: Counts;
  /** The kinds of the commenter's own. */
  readonly own: ReadonlySet<string>;
}

/**
 * Writes a reaction, the counts and the score of its comment, and the version of the discussion in one statement, under the lock of the
 * discussion.
 *
 * @returns null, and nothing is written, where something is no longer as it was seen.
 */
export async function setReaction(
  connection: Connection,
  { reaction, seen }: { reaction: NewReaction; seen: SeenComment },
): Promise<MovedReactions | null> {
  const rows = await readRows(
    connection,
    movedReaction`
      SELECT version, is_moved AS "isMoved", kind, count, has_reacted AS "hasReacted"
      FROM set_reaction(
        ${newId()}::uuid, ${reaction.commentId}::uuid, ${reaction.postId}::uuid, ${reaction.kind}, ${reaction.isOn}::boolean,
        ${reaction.authorId}::uuid, ${reaction.voiceHash}, ${reaction.createdAt}::timestamptz,
        ${seen.isOpen}::boolean, ${seen.publishedAt}::timestamptz, ${seen.status}::comment_status)`,
  );
  const [first] = rows;
  if (first === undefined) return null;
  const found = rows.flatMap(({ kind, count, hasReacted }) => (kind === null ? [] : [{ kind, count: count ?? 0, hasReacted }]));
  return {
    version: first.version,
    isMoved: first.isMoved,
    counts: new Map(found.map(({ kind, count }) => [kind, count])),
    own: new Set(found.filter(({ hasReacted }) => hasReacted).map(({ kind }) => kind)),
  };
}
