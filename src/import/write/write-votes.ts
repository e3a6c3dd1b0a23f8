import type { Connection } from '../../data/database/transaction.ts';
import { newId } from '../../data/database/new-id.ts';
import { isShown } from '../../data/reads/visibility.ts';
import type { PlacedComment } from './place-comments.ts';

interface NewVotes {
  readonly postId: string;
  /** As they were written. */
  readonly comments: readonly PlacedComment[];
  /** The kind of reaction that a vote becomes. */
  readonly kind: string;
  readonly authorIds: ReadonlyMap<string, string>;
}

/** The votes for one comment. */
interface Counted {
  readonly comment: PlacedComment;
  /** The ids of authors, each once. */
  readonly authors: readonly string[];
  readonly others: number;
  readonly count: number;
}

/**
 * Writes the votes for new comments as reactions: those of authors as theirs, the others as a number. The caller's
 * transaction holds the lock of the discussion's row.
 */
export async function writeVotes(client: Connection, { postId, comments, kind, authorIds }: NewVotes): Promise<void> {
  const counted = comments.map((comment) => countVotes(comment, authorIds)).filter(({ count }) => count > 0);
  if (counted.length === 0) return;

  await writeReactions(client, { counted, kind });
  await client.query(
    `INSERT INTO reaction_count (comment_id, kind, count, imported)
     SELECT id, $1, count, imported FROM unnest($2::uuid[], $3::int[], $4::int[]) AS c (id, count, imported)`,
    [
      ...[kind, counted.map(({ comment }) => comment.id)],
      ...[counted.map(({ count }) => count), counted.map(({ others }) => others)],
    ],
  );
  await client.query(
    `WITH state AS (UPDATE discussion SET version = version + $2 WHERE post_id = $1 RETURNING version - $2 AS before)
     INSERT INTO comment_score (comment_id, post_id, parent_id, number, score, version)
     SELECT id, $1, parent_id, number, score, before + place
     FROM state, unnest($3::uuid[], $4::uuid[], $5::int[], $6::int[]) WITH ORDINALITY AS c (id, parent_id, number, score, place)`,
    [
      ...[postId, counted.length, counted.map(({ comment }) => comment.id)],
      ...[counted.map(({ comment }) => comment.parentId), counted.map(({ comment }) => comment.number)],
      counted.map(({ comment, count }) => (isShown({ status: comment.status ?? 'PUBLISHED' }) ? count : 0)),
    ],
  );
}

function countVotes(comment: PlacedComment, authorIds: ReadonlyMap<string, string>): Counted {
  const { voters = [], others = 0 } = comment.votes ?? {};
  const authors = [...new Set(voters.flatMap((voter) => authorIds.get(voter) ?? []))];
  return { comment, authors, others, count: authors.length + others };
}

async function writeReactions(
  client: Connection,
  { counted, kind }: { readonly counted: readonly Counted[]; readonly kind: string },
): Promise<void> {
  const rows = counted.flatMap(({ comment, authors }) =>
    authors.map((author) => ({ id: newId(), comment: comment.id, author, at: comment.createdAt })),
  );
  await client.query(
    `INSERT INTO reaction (id, comment_id, kind, author_id, created_at)
     SELECT id, comment_id, $1, author_id, created_at
     FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[]) AS r (id, comment_id, author_id, created_at)`,
    [
      ...[kind, rows.map(({ id }) => id), rows.map(({ comment }) => comment)],
      ...[rows.map(({ author }) => author), rows.map(({ at }) => at)],
    ],
  );
}
