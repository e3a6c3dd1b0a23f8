import type { Pool } from 'pg';
import { ints, uuid } from '../database/columns.ts';
import { readRows, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

const lockedOf = statement('lockedComments', { postId: uuid, locked: ints });

/** The numbers of the locked comments of each post. */
export async function readLocked(pool: Pool, postIds: readonly string[]): Promise<(readonly number[])[]> {
  const rows = await readRows(
    pool,
    lockedOf`SELECT d.post_id AS "postId", d.locked FROM discussion d WHERE d.post_id = ANY(${postIds}::uuid[])`,
  );
  const found = new Map(rows.map(({ postId, locked }) => [postId, locked]));
  return postIds.map((id) => found.get(id) ?? []);
}

/** Says which comments of a post are locked, under the lock of its discussion. */
export async function writeLocked(
  tx: Transaction,
  { postId, locked }: { readonly postId: string; readonly locked: readonly number[] },
): Promise<void> {
  await tx.discussion.update({ where: { postId }, data: { locked: [...locked] }, select: { postId: true } });
}
