import { setTimeout } from 'node:timers/promises';
import { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { CodedError } from '../../errors/coded-error.ts';

export type Transaction = Prisma.TransactionClient;

const ATTEMPTS = 4;

/**
 * Runs `work` in one transaction. A serialization failure or a deadlock is tried again up to three times, with jitter.
 *
 * @throws {CodedError} `CONFLICT` when it still fails then.
 */
export async function inTransaction<Result>(
  prisma: PrismaClient,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction(work);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (attempt === ATTEMPTS) throw new CodedError('CONFLICT', 'Others wrote at the same time; try again.');
      await setTimeout(Math.random() * 20 * 2 ** attempt);
    }
  }
}

/** Whether a row with the same key was there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && (error.code === 'P2002' || sqlState(error) === '23505');
}

function isRetryable(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2034' || ['40001', '40P01'].includes(sqlState(error) ?? '');
}

/** A raw statement's error is P2010 with PostgreSQL's own code inside. */
function sqlState({ meta }: Prisma.PrismaClientKnownRequestError): string | null {
  const found = /"(?:originalCode|code)":"([0-9A-Z]{5})"/.exec(JSON.stringify(meta ?? {}));
  return found?.[1] ?? null;
}
