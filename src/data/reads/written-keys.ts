import type { Pool } from 'pg';
import { isNobody, type Identity } from '../../session/session.ts';
import { int, uuid } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { isShownComment } from './visibility.ts';

const keyOfComment = statement('keyOfComment', { id: uuid });
const keyOfPost = statement('keyOfPost', { id: uuid });

interface Commenter {
  readonly authorId: string | null;
  readonly voiceHash: string | null;
}

interface Key {
  readonly identity: Identity;
  readonly clientMutationId: string;
}

/** Whether an account, or a guest with a voice, has written a comment under a key, or one that was held. */
export async function hasWrittenComment(
  pool: Pool,
  { identity, clientMutationId }: Key,
): Promise<boolean> {
  if (isNobody(identity)) return false;
  const { account, voiceHash } = identity;
  const by = account === null ? sql`voice_hash = ${voiceHash}` : sql`author_id = (${authorOf(account)})`;
  const isKey = sql`${by} AND client_mutation_id = ${clientMutationId}`;
  const found = await readRows(
    pool,
    keyOfComment`SELECT id FROM comment WHERE ${isKey} UNION ALL SELECT id FROM held_comment WHERE ${isKey}`,
  );
  return found.length > 0;
}

/** Whether a commenter has a comment under a key, within a transaction. */
export async function hasComment(
  tx: Transaction,
  { authorId, voiceHash, clientMutationId }: Commenter & Pick<Key, 'clientMutationId'>,
): Promise<boolean> {
  const by = authorId === null ? { voiceHash } : { authorId };
  if (authorId === null && voiceHash === null) return false;
  return (await tx.comment.count({ where: { ...by, clientMutationId } })) > 0;
}

/** Whether an account has written a post under a key. */
export async function hasWrittenPost(
  pool: Pool,
  { identity: { account }, clientMutationId }: Key,
): Promise<boolean> {
  if (account === null) return false;
  const found = await readRows(
    pool,
    keyOfPost`SELECT p.id FROM post p WHERE p.author_id = (${authorOf(account)}) AND p.client_mutation_id = ${clientMutationId}`,
  );
  return found.length > 0;
}

function authorOf({ issuer, subject }: NonNullable<Identity['account']>): Sql {
  return sql`SELECT a.id FROM author a WHERE a.issuer = ${issuer} AND a.subject = ${subject}`;
}

const publishedOf = statement('publishedOfCommenter', { count: int });

/** How many comments of a commenter are shown, counted up to `most`; none of a guest without a voice, who cannot be recognised. */
export async function countPublished(
  pool: Pool,
  { commenter: { authorId, voiceHash }, most }: { readonly commenter: Commenter; readonly most: number },
): Promise<number> {
  if (authorId === null && voiceHash === null) return 0;
  const by = authorId === null ? sql`c.voice_hash = ${voiceHash}` : sql`c.author_id = ${authorId}::uuid`;
  const [row] = await readRows(
    pool,
    publishedOf`
      SELECT count(*)::int AS count FROM (SELECT 1 FROM comment c WHERE ${by} AND ${isShownComment} LIMIT ${most}) shown`,
  );
  return row?.count ?? 0;
}
