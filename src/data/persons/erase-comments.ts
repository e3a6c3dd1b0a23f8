import { CommentStatus } from '../../generated/prisma/enums.ts';
import { bool, int, nullable, text, uuid } from '../database/columns.ts';
import type { RowOf } from '../database/columns.ts';
import { readRowsIn, sql, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { hasStatus, isShownComment } from '../reads/visibility.ts';
import { replySubject } from '../../text/reply-subject.ts';
import { eraseQuotedSubjects } from './erase-quoted-subjects.ts';
import { isWrittenBy } from './person.ts';
import type { Person } from './person.ts';
import { tellErasures } from './tell-erasures.ts';

const erasedColumns = {
  id: uuid,
  parentId: nullable(uuid),
  number: nullable(int),
  subject: nullable(text),
  parentSubject: nullable(text),
  isCounted: bool,
  isTold: bool,
};

const erasedComments = statement('erasedComments', erasedColumns);
const erasedVersions = statement('erasedVersions', { commentId: uuid, subject: nullable(text) });

type ErasedComment = RowOf<typeof erasedColumns>;

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
  { postId, ids: wanted, person, now }: Erasing,
): Promise<{ readonly ids: readonly string[]; readonly seq: number | null }> {
  const erased = await readRowsIn(
    tx,
    erasedComments`
      WITH found AS (
        SELECT c.id, c.parent_id, c.number, c.subject, parent.subject AS parent_subject,
          c.number IS NOT NULL AND ${isShownComment} AS is_counted, c.number IS NOT NULL AND NOT ${hasStatus('DELETED')} AS is_told
        FROM comment c LEFT JOIN comment parent ON parent.id = c.parent_id
        WHERE c.id = ANY(${wanted}::uuid[]) AND ${isWrittenBy(person, sql`c`)}
      ), erased AS (
        UPDATE comment c SET status = ${CommentStatus.DELETED}::comment_status, subject = NULL, body = '', body_html = '', author_id = NULL, guest_name = NULL,
          voice_hash = NULL, client_mutation_id = NULL, client_mutation_hash = NULL,
          deleted_at = coalesce(c.deleted_at, ${now}::timestamptz)
        FROM found WHERE c.id = found.id
      )
      SELECT id, parent_id AS "parentId", number, subject, parent_subject AS "parentSubject", is_counted AS "isCounted",
        is_told AS "isTold"
      FROM found ORDER BY number, id`,
  );
  const ids = erased.map(({ id }) => id);
  if (ids.length === 0) return { ids, seq: null };

  const versions = await readRowsIn(
    tx,
    erasedVersions`
      DELETE FROM comment_version v WHERE v.comment_id = ANY(${ids}::uuid[]) RETURNING v.comment_id AS "commentId", v.subject`,
  );
  await tx.$executeRaw(sql`
    UPDATE event SET client_mutation_id = NULL
    WHERE post_id = ${postId}::uuid AND comment_id = ANY(${ids}::uuid[]) AND client_mutation_id IS NOT NULL`);

  const counted = erased.filter(({ isCounted }) => isCounted);
  const parents = counted.map(({ parentId }) => parentId).filter((id) => id !== null);
  await tx.$executeRaw(sql`
    UPDATE comment c SET reply_count = c.reply_count - lost.replies
    FROM (SELECT p.id, count(*)::int AS replies FROM unnest(${parents}::uuid[]) AS p (id) GROUP BY p.id) lost WHERE c.id = lost.id`);
  const numbers = erased.map(({ number }) => number).filter((number) => number !== null);
  const edited = await eraseQuotedSubjects(tx, { postId, numbers, subjects: quotesOf(erased, versions) });
  const withdrawn = erased.filter(({ isTold }) => isTold).map(({ id }) => id);
  return { ids, seq: await tellErasures(tx, { postId, withdrawn, edited, counted: counted.length, now }) };
}

/** What replies that were given no subject have from the person's subjects: not those that the person had from others in this way. */
function quotesOf(
  erased: readonly ErasedComment[],
  versions: readonly { readonly commentId: string; readonly subject: string | null }[],
): string[] {
  const quoted = new Map(erased.map(({ id, parentSubject }) => [id, replySubject(parentSubject)]));
  const written = [...erased.map(({ id, subject }) => ({ commentId: id, subject })), ...versions];
  const own = written.filter(({ commentId, subject }) => subject !== quoted.get(commentId));
  return [...new Set(own.map(({ subject }) => replySubject(subject)).filter((subject) => subject !== null))];
}
