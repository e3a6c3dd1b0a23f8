import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../harness/database.ts';
import { openSchemaEngine } from '../harness/schema-engine.ts';

const { pool } = await openTestDatabase();
const engine = await openSchemaEngine(pool);
const filters = { externalTables: [], externalEnums: [] };

test('the migrated database equals prisma/schema.prisma', async () => {
  const files = [{ path: 'prisma/schema.prisma', content: readFileSync('prisma/schema.prisma', 'utf8') }];

  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: resolve('prisma') },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters,
  });

  expect(stdout).toMatch(/^-- This is an empty migration\.\s*$/);
});

test('prisma migrate status agrees with the records of our runner', async () => {
  const baseDir = resolve('prisma/migrations');
  const names = readdirSync(baseDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  const status = await engine.diagnoseMigrationHistory({
    migrationsList: {
      baseDir,
      lockfile: { path: 'migration_lock.toml', content: readFileSync(join(baseDir, 'migration_lock.toml'), 'utf8') },
      shadowDbInitScript: '',
      migrationDirectories: names.map(({ name }) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(join(baseDir, name, 'migration.sql'), 'utf8') },
        },
      })),
    },
    optInToShadowDatabase: false,
    filters,
  });

  expect(status).toEqual({
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
    history: null,
  });
});
