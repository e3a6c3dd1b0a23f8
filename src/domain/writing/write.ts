import { QUEUE } from '../../data/log/log.ts';
import { inStatement, inTransaction } from '../../data/database/transaction.ts';
import type { Attempt, Connection, Transaction } from '../../data/database/transaction.ts';
import { forgetReads } from '../../data/reads/loaders.ts';
import type { ServiceSession } from '../service-session.ts';

/** The result of a write: the post that it changed and its place in the log, which is null if nothing was written. */
interface Written {
  readonly postId: string;
  readonly seq: number | null;
  /** The place in the log of the queue, if that was written to. */
  readonly queueSeq?: number | null;
}

/**
 * Runs a write in one transaction. After the commit it clears the loaders, so that later fields of the same request see the
 * write, and rings the doorbell. What the answer needs is read in the transaction: afterwards the database may be away, and what
 * is stored would be refused.
 */
export async function write<Result extends Written>(
  session: ServiceSession,
  work: (tx: Transaction, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const { prisma } = session.database;
  return await announce(session, async () => await inTransaction(prisma, work));
}

/** As {@link write}, for what is written in one statement, which is a transaction of its own. */
export async function writeInStatement<Result extends Written | null>(
  session: ServiceSession,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const { pool } = session.database;
  return await announce(session, async () => await inStatement(pool, work));
}

async function announce<Result extends Written | null>(
  { doorbell, loaders, writers, signal }: ServiceSession,
  work: () => Promise<Result>,
): Promise<Result> {
  const result = await writers.takeConnection({ purpose: 'write', signal, work });
  forgetReads(loaders);
  if (result !== null && result.seq !== null) doorbell.ring({ postId: result.postId, seq: result.seq });
  const queueSeq = result?.queueSeq ?? null;
  if (queueSeq !== null) doorbell.ring({ postId: QUEUE, seq: queueSeq });
  return result;
}

/** Reads what a write depends on, before its turn: with a connection of the writers' share, so that readers keep theirs. */
export async function lookAhead<Result>(
  { writers, signal }: ServiceSession,
  work: () => Promise<Result>,
): Promise<Result> {
  return await writers.takeConnection({ purpose: 'look', signal, work });
}

/** Runs `work`, which writes on a post, when those who came earlier have written on it. */
export async function takeTurn<Result>(
  { writers, signal }: ServiceSession,
  { postId, work }: { postId: string; work: () => Promise<Result> },
): Promise<Result> {
  return await writers.admit({ postId, signal }, async (take) => await take(work));
}
