// Everything that decides whether a comment may be written, and what its answer shows, in one statement.
import type { Pool } from 'pg';
import type { Identity } from '../../session/session.ts';
import { bool, outerJoined, text, uuid } from '../database/columns.ts';
import { joined } from '../database/joined-columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import { accountColumns, authorColumns } from './author-rows.ts';
import type { AccountRow } from './author-rows.ts';
import { ofComment } from './comment-rows.ts';
import type { CommentRow } from './comment-rows.ts';
import { ofDiscussion, ofPost } from './post-rows.ts';
import type { PostRow } from './post-rows.ts';
import { isVisiblePost } from './visibility.ts';

const post = joined({ alias: 'p', prefix: 'post', columns: ofPost });
const discussion = joined({ alias: 'd', prefix: 'discussion', columns: { postId: uuid, ...ofDiscussion } });
const viewer = joined({ alias: 'viewer', prefix: 'viewer', columns: accountColumns });
const parent = joined({ alias: 'parent', prefix: 'parent', columns: ofComment });
const parentAuthor = joined({ alias: 'a', prefix: 'parentAuthor', columns: authorColumns });

const commentPlace = statement('commentPlace', {
  ...post.columns,
  ...discussion.columns,
  ...viewer.columns,
  ...parent.columns,
  ...parentAuthor.columns,
  ...outerJoined({ earlierId: uuid, earlierHash: text }),
  isStaffName: bool,
});

const selectPlace = sql`${post.select}, ${discussion.select}, ${viewer.select}, ${parent.select}, ${parentAuthor.select}`;

/** What a new comment depends on. */
export interface CommentPlace {
  /** Null where there is none, or the viewer may not see it. */
  readonly post: PostRow | null;
  /** The author row of the viewer's account; null for a guest, and for an account that is used for the first time. */
  readonly viewer: AccountRow | null;
  /** Whether somebody with a role has the name that a guest gives. */
  readonly isStaffName: boolean;
  /** The comment that it answers; null where the post has no such comment. */
  readonly parent: CommentRow | null;
  /** The comment that the same commenter already wrote under the same key. */
  readonly earlier: { readonly id: string; readonly clientMutationHash: string | null } | null;
}

interface PlaceQuery {
  readonly postId: string;
  readonly parentId: string | null;
  readonly identity: Identity;
  readonly clientMutationId: string | null;
  /** A guest's name, as `nameKey` makes it; null where none is given, or an account writes. */
  readonly nameKey: string | null;
}

export async function readCommentPlace(
  pool: Pool,
  { postId, parentId, identity, clientMutationId, nameKey }: PlaceQuery,
): Promise<CommentPlace> {
  const [row] = await readRows(
    pool,
    commentPlace`
      SELECT ${selectPlace}, earlier.id AS "earlierId", earlier.client_mutation_hash AS "earlierHash",
        ${isStaffName(nameKey)} AS "isStaffName"
      FROM (VALUES (1)) AS place (number)
      LEFT JOIN (post p JOIN discussion d ON d.post_id = p.id) ON p.id = ${postId}::uuid AND ${isVisiblePost(identity)}
      LEFT JOIN author viewer ON ${isViewer(identity)}
      LEFT JOIN comment parent ON parent.post_id = ${postId}::uuid AND parent.id = ${parentId}::uuid AND parent.number IS NOT NULL
      LEFT JOIN author a ON a.id = parent.author_id
      LEFT JOIN comment earlier ON ${isEarlier(identity, clientMutationId)}`,
  );
  if (row === undefined) throw new Error('Expected one row of a place.');

  const [found, state, answered] = [post.read(row), discussion.read(row), parent.read(row)];
  return {
    post: found && state && { ...found, discussion: state },
    viewer: viewer.read(row),
    isStaffName: row.isStaffName,
    parent: answered && { ...answered, author: parentAuthor.read(row) },
    earlier: row.earlierId === null ? null : { id: row.earlierId, clientMutationHash: row.earlierHash },
  };
}

function isStaffName(key: string | null): Sql {
  if (key === null) return sql`FALSE`;
  return sql`EXISTS (SELECT 1 FROM author staff WHERE staff.role <> 'READER' AND ${key} = ANY(staff.staff_names))`;
}

/** Whether the author `viewer` is that of the viewer's account. */
export function isViewer({ account }: Identity): Sql {
  if (account === null) return sql`FALSE`;
  return sql`viewer.issuer = ${account.issuer} AND viewer.subject = ${account.subject}`;
}

/** A guest without a voice cannot be recognised. */
function isEarlier({ account, voiceHash }: Identity, clientMutationId: string | null): Sql {
  if (clientMutationId === null) return sql`FALSE`;
  if (account !== null) return sql`earlier.author_id = viewer.id AND earlier.client_mutation_id = ${clientMutationId}`;
  if (voiceHash === null) return sql`FALSE`;
  return sql`earlier.voice_hash = ${voiceHash} AND earlier.client_mutation_id = ${clientMutationId}`;
}
