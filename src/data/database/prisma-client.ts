import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from '../../generated/prisma/client.ts';

const NAMED_STATEMENTS = 256;

/** A Prisma client on a pool that others use too and that ends elsewhere. */
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
 * Names statements, so that PostgreSQL parses and plans each once a connection: a third off a short read. Lists of values
 * make ever new texts, and PostgreSQL keeps what has a name, so only the first texts get one; an empty name is none.
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
