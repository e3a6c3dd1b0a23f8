import { inTransaction } from '../../data/database/transaction.ts';
import type { Attempt, Transaction } from '../../data/database/transaction.ts';
import { forgetReads } from '../../data/reads/loaders.ts';
import type { ServiceSession } from '../service-session.ts';

/** The result of a write: the post that it changed and its place in the log, which is null if nothing was written. */
interface Written {
  readonly postId: string;
  readonly seq: number | null;
}

/**
 * Runs a write in one transaction. After the commit it clears the loaders, so that later fields of the same request see the
 * write, and rings the doorbell. What the answer needs is read in the transaction: afterwards the database may be away, and what
 * is stored would be refused.
 */
export async function write<Result extends Written>(
  { database, doorbell, loaders, writers, signal }: ServiceSession,
  work: (tx: Transaction, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const result = await writers.takeConnection({
    signal,
    work: async () => await inTransaction(database.prisma, work),
  });
  forgetReads(loaders);
  if (result.seq !== null) doorbell.ring({ postId: result.postId, seq: result.seq });
  return result;
}

/** Runs `work`, which writes on a post, when those who came earlier have written on it. */
export async function takeTurn<Result>(
  { writers, signal }: ServiceSession,
  { postId, work }: { postId: string; work: () => Promise<Result> },
): Promise<Result> {
  return await writers.takeTurn(postId, { signal, work });
}
