// A reply that was given no subject has its parent's after “Re: ”: the words of whoever wrote the parent, in the comment of another.
import { uuid } from '../database/columns.ts';
import { readRowsIn, sql, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { isShownComment } from '../reads/visibility.ts';

const quotingComments = statement('quotingComments', { id: uuid });

interface Quoted {
  readonly postId: string;
  /** The numbers of the comments below which replies quote. */
  readonly numbers: readonly number[];
  /** As the replies have them. */
  readonly subjects: readonly string[];
  /** A comment that keeps its own. */
  readonly except?: string;
}

/** Takes these subjects from the replies at any depth. @returns the ids of those that are shown, and are another comment now. */
export async function eraseQuotedSubjects(
  tx: Transaction,
  { postId, numbers, subjects, except }: Quoted,
): Promise<readonly string[]> {
  if (subjects.length === 0 || numbers.length === 0) return [];
  const isBelow = sql`c.post_id = ${postId}::uuid AND c.path && ${numbers}::int[]
    AND c.id IS DISTINCT FROM ${except ?? null}::uuid`;
  await tx.$executeRaw(sql`
    UPDATE comment_version v SET subject = NULL FROM comment c
    WHERE c.id = v.comment_id AND ${isBelow} AND v.subject = ANY(${subjects}::text[])`);
  await tx.$executeRaw(sql`
    UPDATE held_comment h SET subject = NULL FROM comment c
    WHERE h.post_id = ${postId}::uuid AND c.id = h.parent_id AND ${isBelow} AND h.subject = ANY(${subjects}::text[])`);
  const shown = await readRowsIn(
    tx,
    quotingComments`
      WITH quoting AS (
        UPDATE comment c SET subject = NULL WHERE ${isBelow} AND c.subject = ANY(${subjects}::text[])
        RETURNING c.id, c.number, ${isShownComment} AS is_shown
      )
      SELECT id FROM quoting WHERE is_shown ORDER BY number`,
  );
  return shown.map(({ id }) => id);
}
