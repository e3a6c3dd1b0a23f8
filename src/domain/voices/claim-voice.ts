import { claimAdministered } from '../../data/administered/claim-administered.ts';
import { inTransaction, isUniqueViolation } from '../../data/database/transaction.ts';
import { claimComments, readVoiceComments, type VoiceComments } from '../../data/log/claim-comments.ts';
import { claimReactions } from '../../data/reactions/claim-reactions.ts';
import type { AuthorRow } from '../../data/reads/author-rows.ts';
import { othersWrote } from '../../errors/coded-error.ts';
import { ForbiddenError } from '../errors.ts';
import { requireNotMuted } from '../moderation/muted.ts';
import { requireAccount } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { lookAhead, takeTurn, write } from '../writing/write.ts';

const BATCH = 500; // comments that are looked for at once, and the most that one transaction changes
const ATTEMPTS = 3;

/**
 * Makes all that the guest's voice wrote that the request proves beside its account the account's own: comments, reactions, reports. It goes from post to post, a
 * transaction each: whoever is interrupted calls again, which goes on with what is left.
 *
 * @throws {ForbiddenError} without an account, without a voice, or while either of them is muted.
 */
export async function claimVoice(session: ServiceSession): Promise<{ author: AuthorRow; claimedCount: number }> {
  const { database, identity } = session;
  const author = await requireAccount(session, 'claimVoice');
  const { voiceHash } = identity;
  if (voiceHash === null) {
    throw new ForbiddenError('Expected the secret of the guest as `Colloquy-Voice`, beside the token of the account.');
  }
  await requireNotMuted(session, author);

  let claimedCount = 0;
  for (;;) {
    const query = { voiceHash, limit: BATCH };
    const found = await lookAhead(session, async () => await readVoiceComments(database.pool, query));
    if (found.length === 0) break;
    for (const ofPost of found) claimedCount += await claim(session, { ...ofPost, voiceHash, authorId: author.id });
  }
  const claimed = { voiceHash, authorId: author.id };
  await againWhereTaken(async () => {
    await inTransaction(database.prisma, async (tx) => {
      await claimAdministered(tx, claimed);
      await claimReactions(tx, claimed);
    });
  });
  return { author, claimedCount };
}

type Claim = VoiceComments & { readonly voiceHash: string; readonly authorId: string };

/** How many of the comments were still the voice's. */
async function claim(session: ServiceSession, claim: Claim): Promise<number> {
  const { postId } = claim;
  const now = session.now();
  const work = async () =>
    await write(session, async (tx, { mayBeDone }) => {
      const { claimed, seq } = (await claimComments(tx, { ...claim, now })) ?? { claimed: 0, seq: 0 };
      return { postId, claimed, seq: claimed > 0 || mayBeDone ? seq : null };
    });
  return await againWhereTaken(async () => (await takeTurn(session, { postId, work })).claimed);
}

/** Tries again where the account wrote at this moment what the voice had: under its key, or about the same comment. */
async function againWhereTaken<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
  throw othersWrote();
}
