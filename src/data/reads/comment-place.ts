import { CommentStatus } from '../../generated/prisma/enums.ts';
import { enumeration, ints, outerJoined, text, uuid } from '../database/columns.ts';
import type { Columns, RowOf } from '../database/columns.ts';
import { sql, statement } from '../database/sql.ts';
import type { Sql, Statement } from '../database/sql.ts';

const commentPlace = statement(
  'commentPlace',
  outerJoined({
    parentId: uuid,
    parentStatus: enumeration('comment_status', CommentStatus),
    parentPath: ints,
    parentSubject: text,
    earlierId: uuid,
    earlierHash: text,
  }),
);

/** What a new comment depends on beside its discussion. */
export interface CommentPlace {
  /** The comment that it answers; null where the post has no such comment. */
  readonly parent: Parent | null;
  /** The comment that the same commenter already wrote under the same key. */
  readonly earlier: { readonly id: string; readonly clientMutationHash: string | null } | null;
}

export interface Parent {
  readonly id: string;
  readonly status: CommentStatus;
  readonly path: readonly number[];
  readonly subject: string | null;
}

interface PlaceQuery {
  readonly postId: string;
  readonly parentId: string | null;
  readonly authorId: string | null;
  readonly voiceHash: string | null;
  readonly clientMutationId: string | null;
}

/** Reads through the pool before anything costly, and again in the transaction, under the lock. */
export async function readCommentPlace(
  read: <Described extends Columns>(statement: Statement<Described>) => Promise<RowOf<Described>[]>,
  { postId, parentId, ...commenter }: PlaceQuery,
): Promise<CommentPlace> {
  const [row] = await read(
    commentPlace`
      SELECT parent.id AS "parentId", parent.status AS "parentStatus", parent.path AS "parentPath",
        parent.subject AS "parentSubject", earlier.id AS "earlierId", earlier.client_mutation_hash AS "earlierHash"
      FROM (VALUES (1)) AS place (number)
      LEFT JOIN comment parent ON parent.post_id = ${postId}::uuid AND parent.id = ${parentId}::uuid
      LEFT JOIN comment earlier ON ${isEarlier(commenter)}`,
  );
  if (row === undefined) throw new Error('Expected one row of a place.');

  const { parentId: id, parentStatus: status, parentPath: path, parentSubject: subject, earlierId, earlierHash } = row;
  return {
    parent: id === null || status === null || path === null ? null : { id, status, path, subject },
    earlier: earlierId === null ? null : { id: earlierId, clientMutationHash: earlierHash },
  };
}

/** A guest without a voice cannot be recognised. */
function isEarlier({ authorId, voiceHash, clientMutationId }: Omit<PlaceQuery, 'postId' | 'parentId'>): Sql {
  if (clientMutationId === null) return sql`FALSE`;
  if (authorId !== null) return sql`earlier.author_id = ${authorId}::uuid AND earlier.client_mutation_id = ${clientMutationId}`;
  if (voiceHash === null) return sql`FALSE`;
  return sql`earlier.voice_hash = ${voiceHash} AND earlier.client_mutation_id = ${clientMutationId}`;
}
