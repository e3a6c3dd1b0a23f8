import { sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

interface Claim {
  readonly voiceHash: string;
  readonly authorId: string;
}

/**
 * Gives the held comments and the reports of a voice to an author. A key under which the author has another comment is dropped;
 * a report of what the author has reported, too, stays the voice's.
 */
export async function claimAdministered(tx: Transaction, { voiceHash, authorId }: Claim): Promise<void> {
  const isTaken = sql`EXISTS (
    SELECT 1 FROM held_comment own WHERE own.author_id = ${authorId}::uuid AND own.client_mutation_id = h.client_mutation_id
    UNION ALL SELECT 1 FROM comment own WHERE own.author_id = ${authorId}::uuid AND own.client_mutation_id = h.client_mutation_id)`;
  await tx.$executeRaw(sql`
    UPDATE held_comment h SET author_id = ${authorId}::uuid, guest_name = NULL, voice_hash = NULL,
      client_mutation_id = CASE WHEN ${isTaken} THEN NULL ELSE h.client_mutation_id END,
      client_mutation_hash = CASE WHEN ${isTaken} THEN NULL ELSE h.client_mutation_hash END
    WHERE h.voice_hash = ${voiceHash}`);
  await tx.$executeRaw(sql`
    UPDATE flag f SET author_id = ${authorId}::uuid, voice_hash = NULL
    WHERE f.voice_hash = ${voiceHash} AND NOT EXISTS (
      SELECT FROM flag own WHERE own.author_id = ${authorId}::uuid AND own.comment_id = f.comment_id)`);
}
