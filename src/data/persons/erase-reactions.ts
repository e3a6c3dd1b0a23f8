import { int } from '../database/columns.ts';
import { readRowsIn, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { isShownComment } from '../reads/visibility.ts';
import { isReactedBy } from './person.ts';
import type { Person } from './person.ts';

const erasedReactions = statement('erasedReactions', { version: int });

interface Erasing {
  readonly postId: string;
  readonly ids: readonly string[];
  readonly person: Person;
}

/**
 * Takes back those reactions that are still the person's, under the lock of their discussion: the account that comes back could give
 * them once more. @returns the version at which the counts are now; null where none moved.
 */
export async function eraseReactions(tx: Transaction, { postId, ids, person }: Erasing): Promise<number | null> {
  if (ids.length === 0) return null;
  const [moved] = await readRowsIn(
    tx,
    erasedReactions`
      WITH lost AS (
        DELETE FROM reaction r WHERE r.id = ANY(${ids}::uuid[]) AND ${isReactedBy(person)} RETURNING r.comment_id, r.kind
      ), counted AS (
        UPDATE reaction_count n SET count = n.count - 1 FROM lost WHERE n.comment_id = lost.comment_id AND n.kind = lost.kind
      ), moved AS (
        SELECT comment_id, count(*)::int AS kinds, row_number() OVER (ORDER BY comment_id)::int AS place, count(*) OVER ()::int AS places
        FROM lost GROUP BY comment_id
      ), state AS (
        UPDATE discussion d SET version = d.version + (SELECT count(*)::int FROM moved)
        WHERE d.post_id = ${postId}::uuid AND EXISTS (SELECT FROM moved) RETURNING d.version
      ), scored AS (
        UPDATE comment_score s SET score = CASE WHEN ${isShownComment} THEN s.score - moved.kinds ELSE 0 END,
          version = state.version - moved.places + moved.place
        FROM moved, state, comment c WHERE s.comment_id = moved.comment_id AND c.id = moved.comment_id
      )
      SELECT version FROM state`,
  );
  return moved?.version ?? null;
}
