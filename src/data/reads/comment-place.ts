// Everything that decides whether a comment may be written, and what its answer shows, in one statement.
import type { Pool } from 'pg';
import type { Identity } from '../../session/session.ts';
import { bool, nullable, outerJoined, text, timestamp, uuid } from '../database/columns.ts';
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
  ...outerJoined({ heldId: uuid, heldHash: text, muteReason: text, muteUntil: timestamp, premoderation: text }),
  isStaffName: bool,
  isLocked: bool,
});

const premoderationRules = statement('premoderationRules', { rules: nullable(text) });

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
  /** Whether the parent, or a comment above it, is locked. */
  readonly isLocked: boolean;
  /** What mutes the viewer; it may have passed its end. */
  readonly mute: { readonly until: Date | null; readonly reason: string } | null;
  /** The rules of the post, or else of its tags, on which comments are held; none: the site's. */
  readonly premoderation: readonly string[];
  /** The comment that the same commenter already wrote under the same key. */
  readonly earlier: Earlier | null;
  /** {@link earlier} where that was held. */
  readonly earlierHeld: Earlier | null;
}

interface Earlier {
  readonly id: string;
  readonly clientMutationHash: string | null;
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
        held.id AS "heldId", held.client_mutation_hash AS "heldHash", mute.reason AS "muteReason", mute.until AS "muteUntil",
        ${premoderationOf(postId)} AS premoderation, ${isStaffName(nameKey)} AS "isStaffName",
        (parent.path && d.locked) IS TRUE AS "isLocked"
      FROM (VALUES (1)) AS place (number)
      LEFT JOIN (post p JOIN discussion d ON d.post_id = p.id) ON p.id = ${postId}::uuid AND ${isVisiblePost(identity)}
      LEFT JOIN author viewer ON ${isViewer(identity)}
      LEFT JOIN comment parent ON parent.post_id = ${postId}::uuid AND parent.id = ${parentId}::uuid AND parent.number IS NOT NULL
      LEFT JOIN author a ON a.id = parent.author_id
      LEFT JOIN comment earlier ON ${isEarlier(sql`earlier`, identity, clientMutationId)}
      LEFT JOIN held_comment held ON ${isEarlier(sql`held`, identity, clientMutationId)}
      LEFT JOIN mute ON mute.ended_at IS NULL AND ${isMuted(identity)}`,
  );
  if (row === undefined) throw new Error('Expected one row of a place.');

  const [found, state, answered] = [post.read(row), discussion.read(row), parent.read(row)];
  return {
    post: found && state && { ...found, discussion: state },
    viewer: viewer.read(row),
    isStaffName: row.isStaffName,
    parent: answered && { ...answered, author: parentAuthor.read(row) },
    isLocked: row.isLocked,
    mute: row.muteReason === null ? null : { until: row.muteUntil, reason: row.muteReason },
    premoderation: row.premoderation?.split(' ') ?? [],
    earlier: row.earlierId === null ? null : { id: row.earlierId, clientMutationHash: row.earlierHash },
    earlierHeld: row.heldId === null ? null : { id: row.heldId, clientMutationHash: row.heldHash },
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
function isEarlier(table: Sql, { account, voiceHash }: Identity, clientMutationId: string | null): Sql {
  if (clientMutationId === null) return sql`FALSE`;
  const isKey = sql`${table}.client_mutation_id = ${clientMutationId}`;
  if (account !== null) return sql`${table}.author_id = viewer.id AND ${isKey}`;
  return voiceHash === null ? sql`FALSE` : sql`${table}.voice_hash = ${voiceHash} AND ${isKey}`;
}

/** Whether `mute` is of the viewer, whose author row is `viewer`. */
export function isMuted({ account, voiceHash }: Identity): Sql {
  if (account !== null) return sql`mute.author_id = viewer.id`;
  return voiceHash === null ? sql`FALSE` : sql`mute.voice_hash = ${voiceHash}`;
}

/** The rules of a post, or else of its tags, on which comments are held: see {@link CommentPlace.premoderation}. */
export async function readPremoderation(pool: Pool, postId: string): Promise<readonly string[]> {
  const [row] = await readRows(pool, premoderationRules`SELECT ${premoderationOf(postId)} AS rules`);
  return row?.rules?.split(' ') ?? [];
}

/** The post's own rule, or those of its tags; as the setting is written, without spaces, several separated by one. */
function premoderationOf(postId: string): Sql {
  return sql`coalesce(
    (SELECT own.rule FROM premoderation_rule own WHERE own.post_id = ${postId}::uuid),
    (SELECT string_agg(of_tag.rule, ' ') FROM premoderation_rule of_tag JOIN post_tag pt ON pt.tag_id = of_tag.tag_id
      WHERE pt.post_id = ${postId}::uuid))`;
}
