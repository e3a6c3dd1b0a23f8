import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Columns, RowOf } from './columns.ts';
import { StatementNames } from './statement-names.ts';
import type { Transaction } from './transaction.ts';

/** A part of a statement, with its values bound. */
export type Sql = Prisma.Sql;

export const sql = Prisma.sql;
export const nothing = Prisma.empty;

/** A statement with a name and a description of its columns, from which the type of its rows follows. */
export type Statement<Described extends Columns> = Sql & {
  readonly returns: { readonly name: string; readonly columns: Described };
};

/**
 * A template tag for the statements of one name: ``const countOf = statement('countOf', { count: int })``, then
 * ``countOf`SELECT …` ``. The compiler trusts the description; test/data/statements.test.ts holds PostgreSQL's own against it.
 */
export function statement<Described extends Columns>(
  name: string,
  columns: Described,
): (...template: Parameters<typeof sql>) => Statement<Described> {
  const returns = { name, columns };
  return (...template) => Object.assign(sql(...template), { returns });
}

/** What a statement consists of when it is sent. */
type Ready<Described extends Columns> = Pick<Statement<Described>, 'text' | 'values' | 'returns'>;

/** A value of a statement that is not known before it is used; it is written where the value belongs. */
type Given<Input> = (input: Input) => unknown;

const MOST_SHAPES = 200;

/**
 * Statements whose text depends on the shape of what is asked for, and is made once for each shape: to put the text of a page together
 * costs more than to send it. Its values are functions of what is asked for.
 */
export class Templates<Input, Described extends Columns> {
  readonly #make: (input: Input) => Statement<Described>;
  readonly #made = new LRUCache<string, Ready<Described>>({ max: MOST_SHAPES });

  /** @param make the statement of a shape, given anything of that shape. */
  constructor(make: (input: Input) => Statement<Described>) {
    this.#make = make;
  }

  /** @param shape two inputs of one shape differ in their values alone. */
  fill(shape: string, input: Input): Ready<Described> {
    const { text, values, returns } = this.#find(shape, input);
    return { text, values: values.map((value) => (isGiven<Input>(value) ? value(input) : value)), returns };
  }

  #find(shape: string, input: Input): Ready<Described> {
    const known = this.#made.get(shape);
    if (known !== undefined) return known;
    const { text, values, returns } = this.#make(input);
    const made = { text, values, returns };
    this.#made.set(shape, made);
    return made;
  }
}

function isGiven<Input>(value: unknown): value is Given<Input> {
  return typeof value === 'function';
}

// One for the process: whatever the connection, a name stands for the same text.
const names = new StatementNames();

/**
 * Reads through the pool or one of its connections. Hot reads go here and not through Prisma's `$queryRaw`, which takes twice
 * as long for a thousand rows.
 */
export async function readRows<Described extends Columns>(
  db: Pick<Pool, 'query'>,
  statement: Ready<Described>,
): Promise<RowOf<Described>[]> {
  const { text, values, returns } = statement;
  const name = names.use(text);
  const query = { text, values, returns, ...(name !== undefined && { name }) };
  const { rows } = await db.query<RowOf<Described>>(query);
  return rows;
}

/** Reads within a transaction of Prisma. */
export async function readRowsIn<Described extends Columns>(
  tx: Transaction,
  statement: Statement<Described>,
): Promise<RowOf<Described>[]> {
  return await tx.$queryRaw<RowOf<Described>[]>(statement);
}
