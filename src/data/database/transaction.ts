import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Pool, PoolClient } from 'pg';
import { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { CodedError, othersWrote } from '../../errors/coded-error.ts';
import { isDatabaseAway } from './database-away.ts';
import { errorCode } from './database-error.ts';

export type Transaction = Prisma.TransactionClient;

/** One connection of the pool. */
export type Connection = Pick<PoolClient, 'query'>;

const ATTEMPTS = 4;

/** One attempt at a transaction. */
export interface Attempt {
  /** Whether an earlier attempt may have been committed: its answer was lost. */
  readonly mayBeDone: boolean;
}

/** The database went away during a commit, and stays away: nobody knows whether it took place. */
export class MayBeStoredError extends CodedError {
  constructor() {
    super(
      'SERVICE_UNAVAILABLE',
      'The database went away during the write, and the write may be stored. Send it again under the same clientMutationId, or look.',
    );
  }
}

/** How far an attempt has come. */
interface Progress {
  isCommitting: boolean;
}

/**
 * Runs `work` in one transaction. A serialization failure or a deadlock is tried again up to three times, with jitter. Where the
 * connection is lost during the commit, nobody knows whether it took place: `work` runs once more and must recognise what it did.
 *
 * @throws {CodedError} `CONFLICT` when it still fails then
 * @throws {MayBeStoredError}
 */
export async function inTransaction<Result>(
  prisma: PrismaClient,
  work: (tx: Transaction, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  return await insist(
    async (attempt, progress) =>
      await prisma.$transaction(async (tx) => {
        const result = await work(tx, attempt);
        progress.isCommitting = true;
        return result;
      }),
  );
}

/**
 * As {@link inTransaction}, where `work` is a single statement, which commits itself: from the moment that it is sent, a connection
 * that is lost leaves unknown whether it took place.
 */
export async function inStatement<Result>(
  pool: Pool,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  return await insist(async (_attempt, progress) => {
    const client = await pool.connect();
    let isUsable = false;
    try {
      progress.isCommitting = true;
      const result = await work(client);
      isUsable = true;
      return result;
    } catch (error) {
      // PostgreSQL itself says that the statement failed, so it is undone, and the connection goes on.
      isUsable = error instanceof pg.DatabaseError && error.severity === 'ERROR';
      progress.isCommitting = !isUsable;
      throw error;
    } finally {
      client.release(!isUsable);
    }
  });
}

async function insist<Result>(run: (attempt: Attempt, progress: Progress) => Promise<Result>): Promise<Result> {
  let mayBeDone = false;
  for (let attempt = 1; ; attempt += 1) {
    const progress: Progress = { isCommitting: false };
    try {
      return await run({ mayBeDone }, progress);
    } catch (error) {
      if (isDatabaseAway(error)) {
        if (mayBeDone) throw new MayBeStoredError();
        if (!progress.isCommitting) throw error;
        mayBeDone = true;
        continue;
      }
      if (!isWriteConflict(error)) throw error;
      if (attempt >= ATTEMPTS) throw othersWrote();
      await setTimeout(Math.random() * 20 * 2 ** attempt);
    }
  }
}

/**
 * Runs statements of the pool in one transaction, READ COMMITTED whatever the database's default is: each statement sees
 * everything committed before it began, also during an earlier statement's wait for a lock.
 */
export async function inPoolTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isUnfinished = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(client);
    await client.query('COMMIT');
    isUnfinished = false;
    return result;
  } finally {
    // Closing the connection rolls back in any state.
    client.release(isUnfinished);
  }
}

/** Waits for others that do the same to the same thing, until they have committed. */
export async function queueUp(tx: Transaction, thing: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${thing}, 0))`);
}

/** Whether a row with the same key was there already. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/** Whether the transaction lost against another one: a serialization failure or a deadlock. */
export function isWriteConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/**
 * PostgreSQL's own code of an error. `pg` has it as the code of its error; the driver adapter's error holds it: within Prisma's, or
 * alone where a commit fails.
 */
function sqlState(error: unknown): string | null {
  const adapterError =
    error instanceof Prisma.PrismaClientKnownRequestError ? error.meta?.['driverAdapterError'] : error;
  const cause = adapterError instanceof Error ? adapterError.cause : null;
  if (typeof cause !== 'object' || cause === null || !('originalCode' in cause)) return errorCode(error);
  return typeof cause.originalCode === 'string' ? cause.originalCode : null;
}
