import type { Pool } from 'pg';
import { FORGETTING_LOCK, takeLock } from '../database/advisory-locks.ts';
import { int } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import { inPoolTransaction } from '../database/transaction.ts';

const forgottenDeletions = statement('forgottenDeletions', { dropped: int });

/**
 * Forgets that rows were deleted, as the log forgets events. Archives of what changed since an earlier moment cannot be made from then on,
 * and are refused.
 *
 * @returns null if another instance is at it.
 */
export async function forgetDeletions(
  pool: Pool,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<{ readonly dropped: number; readonly isMore: boolean } | null> {
  return await inPoolTransaction(pool, async (client) => {
    if (!(await takeLock(client, FORGETTING_LOCK))) return null;
    const [{ dropped } = { dropped: 0 }] = await readRows(
      client,
      forgottenDeletions`
        WITH gone AS (
          DELETE FROM deleted_row WHERE id IN (
            SELECT id FROM deleted_row WHERE deleted_at < ${before} ORDER BY deleted_at LIMIT ${limit}
          ) RETURNING changed_in
        ), noted AS (
          UPDATE archive_state SET forgotten = greatest(forgotten, (SELECT max(changed_in) FROM gone)) WHERE EXISTS (SELECT FROM gone)
        )
        SELECT count(*)::int AS dropped FROM gone`,
    );
    return { dropped, isMore: dropped === limit };
  });
}
