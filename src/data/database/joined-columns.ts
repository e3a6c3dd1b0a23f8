// A row of several tables that are joined: the columns of each have a prefix, and are null where the join finds no row.
import { Prisma } from '../../generated/prisma/client.ts';
import { nullable, toSnakeCase } from './columns.ts';
import type { Column, Columns, RowOf } from './columns.ts';

type Prefixed<Prefix extends string, Described extends Columns> = {
  readonly [Name in keyof Described & string as `${Prefix}${Capitalize<Name>}`]: Described[Name] extends Column<infer Value>
    ? Column<Value | null>
    : never;
};

/** The columns of one of the tables. */
interface Joined<Prefix extends string, Described extends Columns> {
  /** For the description of the statement. */
  readonly columns: Prefixed<Prefix, Described>;
  /** For its select list. */
  readonly select: Prisma.Sql;
  /** What a row has of this table; null where the join found nothing: a key is never null in its table. */
  read(row: RowOf<Prefixed<Prefix, Described>>): RowOf<Described> | null;
}

interface Options<Prefix extends string, Described extends Columns> {
  readonly alias: string;
  readonly prefix: Prefix;
  /** The key is the first of them. */
  readonly columns: Described;
}

export function joined<Prefix extends string, Described extends Columns>(
  options: Options<Prefix, Described>,
): Joined<Prefix, Described>;
export function joined({ alias, prefix, columns }: Options<string, Columns>): object {
  const names = Object.entries(columns).map(([name, column]) => ({ name, column, as: prefix + capitalize(name) }));
  const [key] = names;
  return {
    columns: Object.fromEntries(names.map(({ as, column }) => [as, nullable(column)])),
    select: Prisma.raw(names.map(({ name, as }) => `${alias}.${toSnakeCase(name)} AS "${as}"`).join(', ')),
    read(row: Readonly<Record<string, unknown>>) {
      if (key === undefined || row[key.as] === null) return null;
      const found: Record<string, unknown> = {};
      for (const { name, as } of names) found[name] = row[as];
      return found;
    },
  };
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
