import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `vitest run` needs Node alone; `--mode services` runs the same tests on a real PostgreSQL, and those that need one;
// `--mode browser` those that need Chromium, and `--mode build` those of the image, which install and compile.
export default defineConfig(({ mode }) => ({
  // Vite would load GraphQL's ES modules beside the CommonJS ones that its users load: two of each class.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)) },
    ],
  },
  test: {
    include: ['browser', 'build'].includes(mode) ? [`test/${mode}/**/*.test.ts`] : ['test/**/*.test.ts'],
    exclude: ['services', 'browser', 'build'].filter((other) => other !== mode).map((other) => `test/${other}/**`),
    globalSetup: ['test/harness/database-template.ts'],
    // A file opens its own database; each takes some 500 MB and a processor while it is made.
    pool: 'forks',
    maxWorkers: 2,
    hookTimeout: 60_000, // 60 seconds
    testTimeout: 60_000, // 60 seconds: a busy machine is slow, not wrong
    env: {
      NODE_ENV: 'test',
      TEST_DATABASE: mode === 'services' ? 'postgres' : (process.env['TEST_DATABASE'] ?? 'embedded'),
    },
  },
}));
