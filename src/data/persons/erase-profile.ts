import { sql } from '../database/sql.ts';
import type { Transaction } from '../database/transaction.ts';

/** What is shown in place of the name of an author who was erased. */
const ERASED_NAME = 'Erased account';

/**
 * Erases what an author row, and what hangs on it, says of the person: the name, the picture, the role, the names of API tokens and the
 * reasons of mutes. The author's posts stay the publication's. To do it again is to do it once.
 */
export async function eraseProfile(
  tx: Transaction,
  { authorId, now }: { readonly authorId: string; readonly now: Date },
): Promise<void> {
  await tx.author.update({
    where: { id: authorId },
    data: {
      displayName: ERASED_NAME,
      avatarUrl: null,
      role: 'READER',
      staffNames: [],
      source: null,
      externalId: null,
    },
    select: { id: true },
  });
  await tx.apiToken.updateMany({ where: { authorId, revokedAt: null }, data: { revokedAt: now } });
  await tx.apiToken.updateMany({ where: { authorId }, data: { name: '', lastUsedAt: null } });
  // The account that comes back is another author, whom it would not keep from writing.
  await tx.mute.updateMany({ where: { authorId, endedAt: null }, data: { endedAt: now } });
  await tx.mute.updateMany({ where: { authorId }, data: { reason: '' } });
  await tx.$executeRaw(sql`
    UPDATE event e SET client_mutation_id = NULL FROM post p
    WHERE p.author_id = ${authorId}::uuid AND p.client_mutation_id IS NOT NULL AND e.post_id = p.id
      AND e.actor_id = ${authorId}::uuid AND e.client_mutation_id IS NOT NULL`);
  const where = { authorId, clientMutationId: { not: null } };
  await tx.post.updateMany({ where, data: { clientMutationId: null, clientMutationHash: null } });
}

/** Erases what mutes say of a voice. One that lasts stays as it is: it is what keeps the voice from writing. */
export async function eraseVoice(
  tx: Transaction,
  { voiceHash, now }: { readonly voiceHash: string; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw(sql`
    UPDATE mute m SET voice_hash = 'erased:' || m.id, reason = ''
    WHERE m.voice_hash = ${voiceHash} AND (m.ended_at IS NOT NULL OR m.until <= ${now}::timestamptz)`);
}
