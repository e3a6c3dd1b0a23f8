import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from '../../generated/prisma/client.ts';

const NAMED_STATEMENTS = 256;

/** A Prisma client on a shared pool, which it does not close. */
export function makePrisma(pool: Pool, { waitMillis }: { waitMillis: number }): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: makeStatementNames() }),
    transactionOptions: {
      maxWait: waitMillis + 1_000, // the pool's own bound comes first, with the clearer error
      timeout: 5_000, // 5 seconds
    },
  });
}

/**
 * Names statements, so that each connection parses and plans a statement once, which saves a third of a short read. PostgreSQL
 * keeps every named statement, and lists of values give ever new texts, so only the first ones get a name; empty means none.
 */
function makeStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= NAMED_STATEMENTS) return '';
    const name = `prisma_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
