import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `vitest run` needs Node alone; `--mode services` runs those of its tests that use a database on a real PostgreSQL, and those that
// need one; `--mode browser` those that need Chromium, and `--mode build` those of the image, which install and compile.
export default defineConfig(({ mode }) => ({
  // Vite would load GraphQL's ES modules beside the CommonJS ones that its users load: two of each class.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)) },
    ],
  },
  test: {
    include: listTests(mode),
    exclude: ['**/node_modules/**', ...listOthers(mode)],
    globalSetup: ['test/harness/database-template.ts'],
    // A file opens its own database; each takes some 500 MB and a processor while it is made.
    pool: 'forks',
    maxWorkers: 2,
    // To load the service takes seconds; files that share a process load it once. What a test opens, it closes.
    isolate: ['browser', 'build'].includes(mode),
    hookTimeout: 60_000, // 60 seconds
    testTimeout: 60_000, // 60 seconds: a busy machine is slow, not wrong
    env: {
      NODE_ENV: 'test',
      TEST_DATABASE: mode === 'services' ? 'postgres' : (process.env['TEST_DATABASE'] ?? 'embedded'),
    },
  },
}));

function listOthers(mode: string): string[] {
  return ['services', 'browser', 'build'].filter((other) => other !== mode).map((other) => `test/${other}/**`);
}

function listTests(mode: string): string[] {
  if (['browser', 'build'].includes(mode)) return [`test/${mode}/**/*.test.ts`];
  if (mode !== 'services') return ['test/**/*.test.ts'];
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((file) => `test/${file}`);
  const usesDatabase = (file: string) => readFileSync(file, 'utf8').includes('openTestDatabase(');
  return ['test/services/**/*.test.ts', ...files.filter((file) => file.endsWith('.test.ts') && usesDatabase(file))];
}
