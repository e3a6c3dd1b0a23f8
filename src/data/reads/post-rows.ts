import type { Pool } from 'pg';
import type { Discussion, Post } from '../../generated/prisma/client.ts';
import { readRows, sql } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/** A post and the state of its discussion, both of one moment. */
export interface PostRow extends Post {
  readonly discussion: Discussion;
}

interface FlatRow extends Post {
  readonly isOpen: boolean;
  readonly seq: number;
  readonly lastNumber: number;
  readonly commentCount: number;
  readonly topLevelPlaces: number;
}

/** The columns of `p` (post) and `d` (discussion), as {@link toPostRow} takes them. */
export const postColumns = sql`p.id, p.slug, p.title, p.kicker, p.excerpt, p.body, p.body_html AS "bodyHtml",
  p.renderer_version AS "rendererVersion", p.author_id AS "authorId", p.published_at AS "publishedAt",
  p.created_at AS "createdAt", p.updated_at AS "updatedAt", p.client_mutation_id AS "clientMutationId",
  p.client_mutation_hash AS "clientMutationHash", p.source, p.external_id AS "externalId", d.is_open AS "isOpen",
  d.seq, d.last_number AS "lastNumber", d.comment_count AS "commentCount", d.top_level_places AS "topLevelPlaces"`;

/** The posts that fulfil a condition on `p`, in no order. */
export async function readPosts(pool: Pool, condition: Sql): Promise<PostRow[]> {
  const statement = sql`SELECT ${postColumns} FROM post p JOIN discussion d ON d.post_id = p.id WHERE ${condition}`;
  return (await readRows<FlatRow>(pool, statement)).map(toPostRow);
}

export function toPostRow({ isOpen, seq, lastNumber, commentCount, topLevelPlaces, ...post }: FlatRow): PostRow {
  return { ...post, discussion: { postId: post.id, isOpen, seq, lastNumber, commentCount, topLevelPlaces } };
}

export type { FlatRow as FlatPostRow };
