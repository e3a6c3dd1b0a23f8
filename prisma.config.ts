import { defineConfig } from 'prisma/config';

// These commands do not run the schema engine, but Prisma downloads it before them unless a file is named here. Other
// commands must not have the variable: with a wrong engine `prisma migrate diff` succeeds and prints nothing.
const needsNoEngine = ['generate', 'validate', 'format'].some((command) => process.argv.includes(command));
if (needsNoEngine) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
