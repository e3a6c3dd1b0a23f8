import type { Pool } from 'pg';
import { isNobody, type Identity } from '../../session/session.ts';
import { uuid } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

const keyOfComment = statement('keyOfComment', { id: uuid });
const keyOfPost = statement('keyOfPost', { id: uuid });

interface Key {
  readonly identity: Identity;
  readonly clientMutationId: string;
}

/** Whether an account, or a guest with a voice, has written a comment under a key. */
export async function hasWrittenComment(
  pool: Pool,
  { identity, clientMutationId }: Key,
): Promise<boolean> {
  if (isNobody(identity)) return false;
  const { account, voiceHash } = identity;
  const by = account === null ? sql`c.voice_hash = ${voiceHash}` : sql`c.author_id = (${authorOf(account)})`;
  const found = await readRows(
    pool,
    keyOfComment`SELECT c.id FROM comment c WHERE ${by} AND c.client_mutation_id = ${clientMutationId}`,
  );
  return found.length > 0;
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
