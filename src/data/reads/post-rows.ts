import type { Pool } from 'pg';
import type { Discussion, Post } from '../../generated/prisma/client.ts';
import { bool, int, nullable, select, text, timestamp, uuid } from '../database/columns.ts';
import type { RowOf } from '../database/columns.ts';
import { readRows, readRowsIn, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

/** A post and the state of its discussion, read at the same moment. */
export interface PostRow extends Post {
  readonly discussion: Discussion;
}

export const ofPost = {
  id: uuid,
  slug: text,
  title: text,
  kicker: nullable(text),
  excerpt: text,
  body: text,
  bodyHtml: text,
  rendererVersion: int,
  authorId: uuid,
  publishedAt: nullable(timestamp),
  createdAt: timestamp,
  updatedAt: timestamp,
  clientMutationId: nullable(text),
  clientMutationHash: nullable(text),
  source: nullable(text),
  externalId: nullable(text),
};

export const ofDiscussion = { isOpen: bool, seq: int, lastNumber: int, commentCount: int, topLevelPlaces: int };

/** A post and its discussion as one row. */
export const postColumns = { ...ofPost, ...ofDiscussion };

/** The select list of {@link postColumns}, from `p` (post) and `d` (discussion). */
export const selectPost = sql`${select('p', ofPost)}, ${select('d', ofDiscussion)}`;

const postsWhere = statement('postsWhere', postColumns);

/** The posts that match a condition on `p`, in no order. */
export async function readPosts(pool: Pool, condition: Sql): Promise<PostRow[]> {
  const rows = await readRows(
    pool,
    postsWhere`SELECT ${selectPost} FROM post p JOIN discussion d ON d.post_id = p.id WHERE ${condition}`,
  );
  return rows.map(toPostRow);
}

/** A post as a transaction left it; null where it is not there. */
export async function readPostIn(tx: Transaction, id: string): Promise<PostRow | null> {
  const [row] = await readRowsIn(
    tx,
    postsWhere`SELECT ${selectPost} FROM post p JOIN discussion d ON d.post_id = p.id WHERE p.id = ${id}::uuid`,
  );
  return row === undefined ? null : toPostRow(row);
}

export function toPostRow({
  isOpen,
  seq,
  lastNumber,
  commentCount,
  topLevelPlaces,
  ...post
}: RowOf<typeof postColumns>): PostRow {
  return { ...post, discussion: { postId: post.id, isOpen, seq, lastNumber, commentCount, topLevelPlaces } };
}
