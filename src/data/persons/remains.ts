import type { Pool } from 'pg';
import { readRows, readRowsIn, sql, statement } from '../database/sql.ts';
import { text, uuid } from '../database/columns.ts';
import type { Transaction } from '../database/transaction.ts';
import { isReactedBy, isReportedBy, isWrittenBy } from './person.ts';
import type { Person } from './person.ts';

const remainsOfPerson = statement('remainsOfPerson', { postId: uuid, id: uuid, kind: text });

/** What a person has left under one post, by the ids of the rows. */
export interface Remains {
  readonly postId: string;
  readonly comments: readonly string[];
  readonly heldComments: readonly string[];
  readonly flags: readonly string[];
  readonly reactions: readonly string[];
}

/** At most `limit` rows that are to be erased, by post, in the order of the ids of the posts. */
export async function readRemains(
  pool: Pool,
  { person, limit }: { readonly person: Person; readonly limit: number },
): Promise<Remains[]> {
  const rows = await readRows(pool, remains(person, limit));
  const of = (postId: string, kind: string) =>
    rows.filter((row) => row.postId === postId && row.kind === kind).map(({ id }) => id);
  return [...new Set(rows.map(({ postId }) => postId))].map((postId) => ({
    postId,
    comments: of(postId, 'COMMENT'),
    heldComments: of(postId, 'HELD_COMMENT'),
    flags: of(postId, 'FLAG'),
    reactions: of(postId, 'REACTION'),
  }));
}

export async function hasRemains(tx: Transaction, person: Person): Promise<boolean> {
  return (await readRowsIn(tx, remains(person, 1))).length > 0;
}

function remains(person: Person, limit: number) {
  return remainsOfPerson`
    SELECT left_over.post_id AS "postId", left_over.id, left_over.kind FROM (
      SELECT c.post_id, c.id, 'COMMENT' AS kind FROM comment c WHERE ${isWrittenBy(person, sql`c`)}
      UNION ALL
      SELECT h.post_id, h.id, 'HELD_COMMENT' FROM held_comment h WHERE ${isWrittenBy(person, sql`h`)}
      UNION ALL
      SELECT c.post_id, f.id, 'FLAG' FROM flag f JOIN comment c ON c.id = f.comment_id WHERE ${isReportedBy(person)}
      UNION ALL
      SELECT c.post_id, r.id, 'REACTION' FROM reaction r JOIN comment c ON c.id = r.comment_id WHERE ${isReactedBy(person)}
    ) left_over
    ORDER BY left_over.post_id, left_over.id LIMIT ${limit}`;
}
