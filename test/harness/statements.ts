import type { PoolClient } from 'pg';
import type { Database } from '../../src/data/database/database.ts';

const TRANSACTION_CONTROL = /^\s*(BEGIN|COMMIT|ROLLBACK)\s*;?\s*$/i;

/** The number of statements since the start of the count, of Prisma and of the pool. */
export interface StatementCount {
  readonly count: number;
  /** The texts of the statements, for the message of a failure. */
  readonly texts: readonly string[];
  /** Starts again at 0. */
  reset(): void;
  stop(): void;
}

const listeners = new WeakMap<PoolClient, Set<(text: string) => void>>();

/** Counts the statements that reach the database through any connection of the pool, except BEGIN, COMMIT and ROLLBACK. */
export function countStatements(database: Database): StatementCount {
  const texts: string[] = [];
  const add = (text: string) => {
    if (!TRANSACTION_CONTROL.test(text)) texts.push(text);
  };
  const clients = new Set<PoolClient>();
  // The pool emits this before each use of a connection, old ones included.
  const listen = (client: PoolClient) => {
    clients.add(client);
    listenTo(client).add(add);
  };
  database.pool.on('acquire', listen);

  return {
    get count() {
      return texts.length;
    },
    texts,
    reset: () => void texts.splice(0),
    stop() {
      database.pool.off('acquire', listen);
      for (const client of clients) listeners.get(client)?.delete(add);
    },
  };
}

function listenTo(client: PoolClient): Set<(text: string) => void> {
  const known = listeners.get(client);
  if (known) return known;

  const added = new Set<(text: string) => void>();
  listeners.set(client, added);
  const query: unknown = Reflect.get(client, 'query');
  if (typeof query !== 'function') throw new TypeError('expected a client with a query method');
  Reflect.set(client, 'query', (...args: unknown[]): unknown => {
    for (const listener of added) listener(textOf(args[0]));
    return Reflect.apply(query, client, args);
  });
  return added;
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  if (typeof query === 'object' && query !== null && 'text' in query) return String(query.text);
  return '(a statement without a text)';
}
