import { defineConfig } from 'prisma/config';

// These commands never run the schema engine, yet Prisma downloads it before them; any existing file satisfies that
// check. It must not be set for the others: with a false engine `prisma migrate diff` succeeds and prints nothing.
const needsNoEngine = ['generate', 'validate', 'format'].some((command) => process.argv.includes(command));
if (needsNoEngine) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
