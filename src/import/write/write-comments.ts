import type { Connection } from '../../data/database/transaction.ts';
import { isShown } from '../../data/reads/visibility.ts';
import { RENDERER_VERSION } from '../../text/markdown/render-markdown.ts';
import type { PlacedComment } from './place-comments.ts';

interface NewComments {
  readonly postId: string;
  readonly source: string;
  /** In the order of their numbers, which continue those of the discussion. */
  readonly comments: readonly PlacedComment[];
  /** The last of the discussion before them. */
  readonly seq: number;
  readonly authorIds: ReadonlyMap<string, string>;
}

const BATCH = 500;

/**
 * Writes comments, their events in the log and the counters that they change. The caller's transaction holds the lock of
 * the discussion's row.
 */
export async function writeComments(client: Connection, input: NewComments): Promise<void> {
  const { postId, comments, seq } = input;
  const replies = { all: countReplies(comments), shown: countReplies(comments.filter(isTextShown)) };
  for (let start = 0; start < comments.length; start += BATCH) {
    await insertBatch(client, { ...input, comments: comments.slice(start, start + BATCH), seq: seq + start, replies });
  }

  const own = new Set(comments.map(({ id }) => id));
  const older = [...replies.all].filter(([id]) => !own.has(id));
  await client.query(
    `UPDATE comment c SET reply_count = c.reply_count + r.shown, reply_places = c.reply_places + r.added
     FROM unnest($1::uuid[], $2::int[], $3::int[]) AS r (id, added, shown) WHERE c.id = r.id`,
    [older.map(([id]) => id), older.map(([, count]) => count), older.map(([id]) => replies.shown.get(id) ?? 0)],
  );
  await client.query(
    `UPDATE discussion SET seq = seq + $2, last_number = last_number + $2, comment_count = comment_count + $4,
                           top_level_places = top_level_places + $3
     WHERE post_id = $1`,
    [
      ...[postId, comments.length, comments.filter(({ parentId }) => parentId === null).length],
      comments.filter(isTextShown).length,
    ],
  );
}

function isTextShown({ status = 'PUBLISHED' }: PlacedComment): boolean {
  return isShown({ status });
}

interface Replies {
  /** The number of new replies to each comment, by its id. */
  readonly all: ReadonlyMap<string, number>;
  /** Of these, the ones that are shown. */
  readonly shown: ReadonlyMap<string, number>;
}

function countReplies(comments: readonly PlacedComment[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { parentId } of comments) {
    if (parentId !== null) counts.set(parentId, (counts.get(parentId) ?? 0) + 1);
  }
  return counts;
}

async function insertBatch(
  client: Connection,
  { postId, source, comments, seq, authorIds, replies }: NewComments & { readonly replies: Replies },
): Promise<void> {
  const ids = comments.map(({ id }) => id);
  const authors = comments.map(({ authorExternalId }) =>
    authorExternalId === null ? null : authorIds.get(authorExternalId),
  );
  await client.query(
    `INSERT INTO comment (post_id, source, renderer_version, id, parent_id, number, path, body, body_html, author_id,
                          guest_name, reply_count, reply_places, external_id, created_at, edited_at, status, deleted_at)
     SELECT $1, $2, $3, id, parent_id, number, path::int[], body, body_html, author_id,
            guest_name, reply_count, reply_places, external_id, created_at, edited_at, status,
            CASE status WHEN 'DELETED' THEN coalesce(edited_at, created_at) WHEN 'HIDDEN' THEN now() END
     FROM unnest($4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::text[], $9::text[], $10::uuid[],
                 $11::text[], $12::int[], $13::int[], $14::text[], $15::timestamptz[], $16::timestamptz[], $17::comment_status[])
       AS c (id, parent_id, number, path, body, body_html, author_id, guest_name, reply_count, reply_places, external_id,
             created_at, edited_at, status)`,
    [
      ...[postId, source, RENDERER_VERSION, ids],
      ...[comments.map(({ parentId }) => parentId), comments.map(({ number }) => number)],
      // In PostgreSQL, the arrays in an array must have the same length.
      comments.map(({ path }) => `{${path.join(',')}}`),
      ...[comments.map(({ body }) => body), comments.map(({ bodyHtml }) => bodyHtml), authors],
      ...[comments.map(({ guestName }) => guestName), ids.map((id) => replies.shown.get(id) ?? 0)],
      ...[ids.map((id) => replies.all.get(id) ?? 0), comments.map(({ externalId }) => externalId)],
      ...[comments.map(({ createdAt }) => createdAt), comments.map(({ editedAt = null }) => editedAt)],
      comments.map(({ status = 'PUBLISHED' }) => status),
    ],
  );
  await client.query(
    `INSERT INTO event (post_id, seq, kind, comment_id, actor_id, last_number)
     SELECT $1, seq, 'COMMENT_ADDED', comment_id, actor_id, number
     FROM unnest($2::int[], $3::uuid[], $4::uuid[], $5::int[]) AS e (seq, comment_id, actor_id, number)`,
    [postId, comments.map((_, index) => seq + index + 1), ids, authors, comments.map(({ number }) => number)],
  );
}
