import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';
import type { PrismaClient } from '../../generated/prisma/client.ts';

// Inside the callback of a transaction only its own client may be used. Through the outer one a statement would not be part
// of it, and with one connection (the embedded database) both would wait for each other until a timeout.
const scope = new AsyncLocalStorage<{ isOpen: boolean }>();

type Work = (...args: unknown[]) => Promise<unknown>;

/** The same client, which throws at once when it is used inside one of its transactions. */
export function guardPrisma(prisma: PrismaClient): PrismaClient {
  return new Proxy(prisma, {
    get(target, name) {
      if (typeof name === 'string' && name !== 'then') requireOutside(`prisma.${name}`);
      const member: unknown = Reflect.get(target, name);
      if (name !== '$transaction' || typeof member !== 'function') return member;
      return (work: unknown, ...options: unknown[]): unknown =>
        Reflect.apply(member, target, [isWork(work) ? inScope(work) : work, ...options]);
    },
  });
}

/** The same pool, which throws at once when it is used inside a transaction of the client beside it. */
export function guardPool(pool: Pool): Pool {
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'query' || name === 'connect') requireOutside(`pool.${name}`);
      const member: unknown = Reflect.get(target, name);
      return member;
    },
  });
}

let openTransactions = 0;

function inScope(work: Work): Work {
  return async (...args) => {
    const transaction = { isOpen: true };
    openTransactions += 1;
    try {
      return await scope.run(transaction, () => work(...args));
    } finally {
      transaction.isOpen = false;
      openTransactions -= 1;
      // Once it has been used, Node 20 looks at it for every promise of the process, which is a third of what a write costs.
      if (openTransactions === 0) scope.disable();
    }
  };
}

function requireOutside(use: string): void {
  if (scope.getStore()?.isOpen !== true) return;
  throw new Error(`${use} was used inside a transaction: use the client that $transaction passes to its callback.`);
}

function isWork(work: unknown): work is Work {
  return typeof work === 'function';
}
