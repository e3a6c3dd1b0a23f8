import { bool, int, nullable, uuid } from '../database/columns.ts';
import { readRowsIn, sql, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { hasStatus, isShownComment } from '../reads/visibility.ts';
import { isWrittenBy } from './person.ts';
import type { Person } from './person.ts';

const erasedComments = statement('erasedComments', { id: uuid, parentId: nullable(uuid), isCounted: bool, isTold: bool });
const toldErasures = statement('toldErasures', { seq: int });

interface Erasing {
  readonly postId: string;
  readonly ids: readonly string[];
  readonly person: Person;
  readonly now: Date;
}

/**
 * Makes those comments that are still the person's withdrawn places of nobody, under the lock of their discussion. Each that was not
 * withdrawn before is an event in the log of its post. A comment keeps the id that it has in an export it was imported from: without
 * it, the next import of the same file would bring it back.
 *
 * @returns the ids of those that it erased, and where the log ends; null where it tells of nothing.
 */
export async function eraseComments(
  tx: Transaction,
  erasing: Erasing,
): Promise<{ readonly ids: readonly string[]; readonly seq: number | null }> {
  const { postId, person, now } = erasing;
  const erased = await readRowsIn(
    tx,
    erasedComments`
      WITH found AS (
        SELECT c.id, c.parent_id, c.number, c.number IS NOT NULL AND ${isShownComment} AS is_counted,
          c.number IS NOT NULL AND NOT ${hasStatus('DELETED')} AS is_told
        FROM comment c WHERE c.id = ANY(${erasing.ids}::uuid[]) AND ${isWrittenBy(person, sql`c`)}
      ), erased AS (
        UPDATE comment c SET status = 'DELETED', subject = NULL, body = '', body_html = '', author_id = NULL, guest_name = NULL,
          voice_hash = NULL, client_mutation_id = NULL, client_mutation_hash = NULL, deleted_at = coalesce(c.deleted_at, ${now}::timestamptz)
        FROM found WHERE c.id = found.id
      )
      SELECT id, parent_id AS "parentId", is_counted AS "isCounted", is_told AS "isTold" FROM found ORDER BY number, id`,
  );
  const ids = erased.map(({ id }) => id);
  if (ids.length === 0) return { ids, seq: null };

  await tx.$executeRaw(sql`DELETE FROM comment_version WHERE comment_id = ANY(${ids}::uuid[])`);
  await tx.$executeRaw(sql`
    UPDATE event SET client_mutation_id = NULL
    WHERE post_id = ${postId}::uuid AND comment_id = ANY(${ids}::uuid[]) AND client_mutation_id IS NOT NULL`);
  const told = erased.filter(({ isTold }) => isTold).map(({ id }) => id);
  if (told.length === 0) return { ids, seq: null };

  const counted = erased.filter(({ isCounted }) => isCounted);
  const parents = counted.map(({ parentId }) => parentId).filter((id) => id !== null);
  await tx.$executeRaw(sql`
    UPDATE comment c SET reply_count = c.reply_count - lost.replies
    FROM (SELECT p.id, count(*)::int AS replies FROM unnest(${parents}::uuid[]) AS p (id) GROUP BY p.id) lost WHERE c.id = lost.id`);
  return { ids, seq: await tellOf(tx, { postId, told, counted: counted.length, now }) };
}

interface Telling {
  readonly postId: string;
  readonly told: readonly string[];
  readonly counted: number;
  readonly now: Date;
}

/** Nobody is named as the one who withdrew them. */
async function tellOf(tx: Transaction, { postId, told, counted, now }: Telling): Promise<number | null> {
  const [end] = await readRowsIn(
    tx,
    toldErasures`
      WITH moved AS (
        UPDATE discussion d SET seq = d.seq + ${told.length}::int, comment_count = d.comment_count - ${counted}::int
        WHERE d.post_id = ${postId}::uuid RETURNING d.seq, d.last_number
      ), logged AS (
        INSERT INTO event (post_id, seq, kind, comment_id, occurred_at, last_number)
        SELECT ${postId}::uuid, moved.seq - ${told.length}::int + told.place::int, 'COMMENT_WITHDRAWN', told.id, ${now}::timestamptz,
          moved.last_number
        FROM moved, unnest(${told}::uuid[]) WITH ORDINALITY AS told (id, place)
      )
      SELECT seq FROM moved`,
  );
  return end?.seq ?? null;
}
