import type { Pool } from 'pg';
import { int, uuid } from '../database/columns.ts';
import { readRows, readRowsIn, sql, statement } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';
import { isShownComment } from '../reads/visibility.ts';

const voiceComments = statement('voiceComments', { id: uuid, postId: uuid });
const claimedComments = statement('claimedComments', { claimed: int, seq: int });

/** Comments of a voice under one post. */
export interface VoiceComments {
  readonly postId: string;
  readonly ids: readonly string[];
}

/** At most `limit` comments of a voice, by post, in the order of the ids of the posts. */
export async function readVoiceComments(
  pool: Pool,
  { voiceHash, limit }: { voiceHash: string; limit: number },
): Promise<VoiceComments[]> {
  const rows = await readRows(
    pool,
    voiceComments`
      SELECT c.id, c.post_id AS "postId" FROM comment c WHERE c.voice_hash = ${voiceHash}
      ORDER BY c.post_id, c.id LIMIT ${limit}`,
  );
  const posts = new Map<string, string[]>();
  for (const { id, postId } of rows) posts.set(postId, [...(posts.get(postId) ?? []), id]);
  return [...posts].map(([postId, ids]) => ({ postId, ids }));
}

interface Claim extends VoiceComments {
  readonly voiceHash: string;
  readonly authorId: string;
  readonly now: Date;
}

/**
 * Gives those comments that are still the voice's to an author, under the lock of their discussion, and logs each that is shown as
 * edited: who reads it shows another commenter. A key under which the author has written something else is dropped.
 *
 * @returns how many there were, and where the log of the post ends.
 */
export async function claimComments(
  tx: Transaction,
  { postId, ids, voiceHash, authorId, now }: Claim,
): Promise<{ readonly claimed: number; readonly seq: number } | null> {
  // A statement of its own: the next one then sees what the previous holder of the lock committed.
  await tx.$queryRaw(sql`SELECT 1 FROM discussion WHERE post_id = ${postId}::uuid FOR UPDATE`);
  const isTaken = sql`EXISTS (
    SELECT FROM comment own WHERE own.author_id = ${authorId}::uuid AND own.client_mutation_id = c.client_mutation_id)`;
  const [done] = await readRowsIn(
    tx,
    claimedComments`
      WITH claimed AS (
        UPDATE comment c SET author_id = ${authorId}::uuid, guest_name = NULL, voice_hash = NULL,
          client_mutation_id = CASE WHEN ${isTaken} THEN NULL ELSE c.client_mutation_id END,
          client_mutation_hash = CASE WHEN ${isTaken} THEN NULL ELSE c.client_mutation_hash END
        WHERE c.id = ANY(${ids}::uuid[]) AND c.voice_hash = ${voiceHash}
        RETURNING c.id, c.number, ${isShownComment} AND c.number IS NOT NULL AS is_told
      ), told AS (
        SELECT id, row_number() OVER (ORDER BY number)::int AS place, count(*) OVER ()::int AS places FROM claimed WHERE is_told
      ), moved AS (
        UPDATE discussion d SET seq = d.seq + (SELECT count(*)::int FROM told) WHERE d.post_id = ${postId}::uuid
        RETURNING d.seq, d.last_number
      ), logged AS (
        INSERT INTO event (post_id, seq, kind, comment_id, actor_id, occurred_at, last_number)
        SELECT ${postId}::uuid, moved.seq - told.places + told.place, 'COMMENT_EDITED', told.id, ${authorId}::uuid,
          ${now}::timestamptz, moved.last_number
        FROM told, moved
      )
      SELECT (SELECT count(*)::int FROM claimed) AS claimed, moved.seq FROM moved`,
  );
  return done ?? null;
}
