import { EventKind } from '../../generated/prisma/enums.ts';
import { int } from '../database/columns.ts';
import { readRowsIn, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

const toldErasures = statement('toldErasures', { seq: int });

interface Told {
  readonly postId: string;
  readonly withdrawn: readonly string[];
  readonly edited: readonly string[];
  /** How many of those that were withdrawn had counted. */
  readonly counted: number;
  readonly now: Date;
}

/** Appends to the log of a post. Nobody is named as the one who did it. @returns where the log ends; null where there is nothing to tell. */
export async function tellErasures(
  tx: Transaction,
  { postId, withdrawn, edited, counted, now }: Told,
): Promise<number | null> {
  const ids = [...withdrawn, ...edited];
  if (ids.length === 0) return null;
  const kinds = [
    ...withdrawn.map(() => EventKind.COMMENT_WITHDRAWN),
    ...edited.map(() => EventKind.COMMENT_EDITED),
  ];
  const [end] = await readRowsIn(
    tx,
    toldErasures`
      WITH moved AS (
        UPDATE discussion d SET seq = d.seq + ${ids.length}::int, comment_count = d.comment_count - ${counted}::int
        WHERE d.post_id = ${postId}::uuid RETURNING d.seq, d.last_number
      ), logged AS (
        INSERT INTO event (post_id, seq, kind, comment_id, occurred_at, last_number)
        SELECT ${postId}::uuid, moved.seq - ${ids.length}::int + told.place::int, told.kind, told.id, ${now}::timestamptz,
          moved.last_number
        FROM moved, unnest(${ids}::uuid[], ${kinds}::event_kind[]) WITH ORDINALITY AS told (id, kind, place)
      )
      SELECT seq FROM moved`,
  );
  return end?.seq ?? null;
}
