import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Pool, QueryResult } from 'pg';

const CATALOG_CHAR = 18;
const TEXT = 25;

/** The engine of `prisma migrate` on a pool. Unlike the binary, it need not be downloaded. */
export async function openSchemaEngine(pool: Pool): Promise<SchemaEngine> {
  const url = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(fileURLToPath(url)), {
    './schema_engine_bg.js': { ...glue },
  });
  Reflect.apply(Reflect.get(glue, '__wbg_set_wasm'), glue, [instance.exports]);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();

  const adapter = bindMigrationAwareSqlAdapterFactory(makeAdapter(pool));
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}

/** The engine needs the type "char" of the system catalog, which the adapter does not know. */
function makeAdapter(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const charColumns = new WeakMap<object, Set<string>>();
  const query = async (...args: unknown[]): Promise<unknown> => {
    const result: QueryResult = await Reflect.apply(pool.query, pool, args);
    const fields = result.fields.filter(({ dataTypeID }) => dataTypeID === CATALOG_CHAR);
    for (const field of fields) field.dataTypeID = TEXT;
    charColumns.set(result.rows, new Set(fields.map(({ name }) => name)));
    return result;
  };
  const factory = new PrismaPg(
    new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) }),
  );
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    async connect() {
      const adapter = await factory.connect();
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (statement) => {
        const result = await queryRaw(statement);
        const chars = charColumns.get(result.rows);
        const columnTypes = result.columnTypes.map((type, i) =>
          chars?.has(result.columnNames[i] ?? '') ? ColumnTypeEnum.Character : type,
        );
        return { ...result, columnTypes };
      };
      return adapter;
    },
  };
}
