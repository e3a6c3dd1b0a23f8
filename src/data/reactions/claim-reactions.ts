import { sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

/**
 * Gives the reactions of a voice to an author. One that the author has given, too, stays the voice's: both are counted. Counts do not
 * move, so nothing is told.
 */
export async function claimReactions(
  tx: Transaction,
  { voiceHash, authorId }: { readonly voiceHash: string; readonly authorId: string },
): Promise<void> {
  await tx.$executeRaw(sql`
    UPDATE reaction r SET author_id = ${authorId}::uuid, voice_hash = NULL
    WHERE r.voice_hash = ${voiceHash} AND NOT EXISTS (
      SELECT FROM reaction own
      WHERE own.author_id = ${authorId}::uuid AND own.comment_id = r.comment_id AND own.kind = r.kind)`);
}
