import { Client } from 'pg';
import type { FieldDef, Pool, Submittable } from 'pg';
import type { Columns } from '../../src/data/database/columns.ts';
import type { Statement } from '../../src/data/database/sql.ts';
import type { Transaction } from '../../src/data/database/transaction.ts';

type AnyStatement = Statement<Columns>;

/** Records every described statement that this process sends to a database from now on. */
export function recordStatements(): { readonly seen: AnyStatement[]; inTransaction(tx: Transaction): Transaction } {
  const seen: AnyStatement[] = [];
  const record = (query: unknown) => {
    if (isStatement(query)) seen.push(query);
  };

  const { prototype } = Client;
  const query: unknown = Reflect.get(prototype, 'query');
  Reflect.set(prototype, 'query', function (this: Client, ...args: unknown[]): unknown {
    record(args[0]);
    return Reflect.apply(query as () => unknown, this, args);
  });

  return {
    seen,
    // Prisma splits a statement into text and values before it reaches the client.
    inTransaction: (tx) =>
      new Proxy(tx, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (name !== '$queryRaw') return member;
          return (statement: unknown): unknown => {
            record(statement);
            return Reflect.apply(member as () => unknown, target, [statement]);
          };
        },
      }),
  };
}

/** The differences between PostgreSQL's description of a statement and ours, one sentence for each column. */
export async function findDifferences(pool: Pool, statement: AnyStatement): Promise<string[]> {
  const { name, columns } = statement.returns;
  const fields = new Map((await describe(pool, statement.text)).map((field) => [field.name, field]));
  const catalog = await readCatalog(pool);
  const say = (column: string, what: string) => `The statement ${name}: column "${column}" ${what}.`;

  const extra = [...fields.keys()].filter((column) => !(column in columns));
  return [
    ...extra.map((column) => say(column, 'is returned and not described')),
    ...Object.entries(columns).flatMap(([column, { type, labels, nulls }]) => {
      const field = fields.get(column);
      if (field === undefined) return [say(column, 'is described and not returned')];

      const found = catalog.types.get(field.dataTypeID);
      const faults: string[] = [];
      if (found?.name !== type)
        faults.push(say(column, `is described as ${type} and returned as ${String(found?.name)}`));
      else if (String(labels ?? '') !== found.labels.join()) {
        faults.push(say(column, `is described with ${String(labels)} and may be ${found.labels.join()}`));
      }
      if (nulls === 'none' && catalog.nullable.has(`${field.tableID}.${field.columnID}`)) {
        faults.push(say(column, 'is described as never null, and its table takes null'));
      }
      return faults;
    }),
  ];
}

/** Lets PostgreSQL parse and describe a statement, without running it. */
async function describe(pool: Pool, text: string): Promise<FieldDef[]> {
  const client = await pool.connect();
  try {
    return await new Promise((resolve, reject) => {
      let fields: FieldDef[] = [];
      const description: Submittable & Record<string, unknown> = {
        submit(connection) {
          const protocol = connection as unknown as Record<'parse' | 'describe' | 'sync', (of?: object) => void>;
          protocol.parse({ text, name: '', types: [] });
          protocol.describe({ type: 'S', name: '' });
          protocol.sync();
        },
        handleRowDescription: (message: { fields: FieldDef[] }) => (fields = message.fields),
        handleError: reject,
        handleReadyForQuery: () => resolve(fields),
      };
      client.query(description);
    });
  } finally {
    client.release();
  }
}

async function readCatalog(pool: Pool) {
  const types = await pool.query<{ oid: number; name: string; labels: string[] }>(`
    SELECT t.oid, t.typname AS name, ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) AS labels
    FROM pg_type t`);
  const nullable = await pool.query<{ key: string }>(
    `SELECT attrelid || '.' || attnum AS key FROM pg_attribute WHERE attnum > 0 AND NOT attnotnull`,
  );
  return {
    types: new Map(types.rows.map(({ oid, name, labels }) => [oid, { name, labels }])),
    nullable: new Set(nullable.rows.map(({ key }) => key)),
  };
}

function isStatement(query: unknown): query is AnyStatement {
  return typeof query === 'object' && query !== null && 'returns' in query;
}
