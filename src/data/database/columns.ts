// What a statement returns is said once, as a record of columns. The select list, the type of the rows and the test that asks
// PostgreSQL whether it agrees (test/data/statements.test.ts) all come from it, so nothing is checked at run time.
import { Prisma } from '../../generated/prisma/client.ts';

/** A column of a result: its type in PostgreSQL and, as `Value`, in JavaScript. */
export interface Column<Value> {
  /** As `pg_type.typname` has it. */
  readonly type: string;
  /** The labels of an enum, in order. */
  readonly labels?: readonly string[];
  /** `excluded`: the table's column takes null, but the statement's condition leaves those rows out. */
  readonly nulls: 'none' | 'possible' | 'excluded';
  /** Carries the type only and is never set. */
  readonly value?: Value;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row with these columns; what is read only for some selections is optional. */
export type RowOf<Described extends Columns> = {
  readonly [Name in keyof Described]: NonNullable<Described[Name]> extends Column<infer Value> ? Value : never;
};

export const uuid: Column<string> = { type: 'uuid', nulls: 'none' };
export const text: Column<string> = { type: 'text', nulls: 'none' };
export const varchar: Column<string> = { type: 'varchar', nulls: 'none' };
export const bool: Column<boolean> = { type: 'bool', nulls: 'none' };
export const int: Column<number> = { type: 'int4', nulls: 'none' };
export const ints: Column<number[]> = { type: '_int4', nulls: 'none' };
/** A `bigint` comes as a string; cast to this, it is exact up to 2^53. */
export const float: Column<number> = { type: 'float8', nulls: 'none' };
export const timestamp: Column<Date> = { type: 'timestamptz', nulls: 'none' };

/** An enum of the database; Prisma generates its labels. */
export function enumeration<Label extends string>(type: string, labels: Readonly<Record<Label, Label>>): Column<Label> {
  return { type, labels: Object.values(labels), nulls: 'none' };
}

export function nullable<Value>({ value: _, ...column }: Column<Value>): Column<Value | null> {
  return { ...column, nulls: 'possible' };
}

/** A column that takes null in its table, in a statement whose condition leaves those rows out. */
export function excludingNull<Value>(column: Column<Value>): Column<Value> {
  return { ...column, nulls: 'excluded' };
}

type OuterJoined<Described extends Columns> = {
  readonly [Name in keyof Described]: Described[Name] extends Column<infer Value> ? Column<Value | null> : never;
};

/** The same columns where an outer join may have found no row: all of them are null then. */
export function outerJoined<Described extends Columns>(columns: Described): OuterJoined<Described>;
export function outerJoined(columns: Columns): Columns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, nullable(column)]));
}

/** The select list for columns of one table: `postId` is read from `post_id`. */
export function select(alias: string, columns: Columns): Prisma.Sql {
  return Prisma.raw(
    Object.keys(columns)
      .map((name) => `${alias}.${toSnakeCase(name)} AS "${name}"`)
      .join(', '),
  );
}

/** What follows in a select list for columns that are null in it. */
export function selectNulls(columns: Columns): Prisma.Sql {
  return Prisma.raw(Object.entries(columns).map(([name, { type }]) => `, NULL::${type} AS "${name}"`).join(''));
}

/** The name of a column in its table. */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
