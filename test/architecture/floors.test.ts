import { expect, test } from 'vitest';
import { findFloorFaults } from './floors.ts';
import { parseSourceFile, readSourceFiles } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

const service = readSourceFiles('src');

test('no file of the service imports from a floor above its own, from the SDK or from a test', () => {
  const faults = findFloorFaults(service);

  expect(faults).toEqual([]);
});

test('the SDK imports nothing of the service', () => {
  const faults = readSourceFiles('src/sdk').flatMap(({ path, imports }) =>
    imports
      .filter((target) => /^(src|test)\//.test(target) && !target.startsWith('src/sdk/'))
      .map((target) => `${path} imports ${target}`),
  );

  expect(faults).toEqual([]);
});

test.each([
  [
    'up',
    'src/domain/post.ts',
    '../graphql/post.ts',
    'src/domain/post.ts (domain) imports src/graphql/post.ts (graphql)',
  ],
  ['the entry point', 'src/cli/token.ts', '../main.ts', 'src/cli/token.ts (cli) imports src/main.ts (main)'],
  [
    'aside',
    'src/http/sse.ts',
    '../websocket/server.ts',
    'src/http/sse.ts (http) imports src/websocket/server.ts (websocket)',
  ],
  [
    'rows by a page',
    'src/pages/feed.ts',
    '../data/reads/feed.ts',
    'src/pages/feed.ts (pages) imports src/data/reads/feed.ts (data)',
  ],
  ['the SDK', 'src/app/app.ts', '../sdk/index.ts', 'src/app/app.ts imports a package (src/sdk/index.ts)'],
  ['a test', 'src/app/app.ts', '../../test/harness/api.ts', 'src/app/app.ts imports a test (test/harness/api.ts)'],
  ['GraphQL', 'src/domain/post.ts', 'graphql', 'src/domain/post.ts (domain) imports the package graphql'],
  [
    'Pothos',
    'src/data/reads/loaders.ts',
    '@pothos/core',
    'src/data/reads/loaders.ts (data) imports the package @pothos/core',
  ],
  ['Yoga', 'src/graphql/post.ts', 'graphql-yoga', 'src/graphql/post.ts (graphql) imports the package graphql-yoga'],
  [
    'the socket',
    'src/live/doorbell/hub.ts',
    'graphql-ws/use/ws',
    'src/live/doorbell/hub.ts (live) imports the package graphql-ws',
  ],
  ['a stray file', 'src/helpers/text.ts', 'node:fs', 'src/helpers/text.ts stands on no floor'],
])('the guard sees an import of %s', (_what, path, specifier, fault) => {
  const file = parseSourceFile(path, `import type { A } from '${specifier}';`);

  expect(findFloorFaults([file])).toEqual([fault]);
});

test('the check reads every form of import', () => {
  const text = `import '../a.ts';\nexport { b } from '../b.ts';\nconst c = await import('../c.ts');\nexport type D = import('../d.ts').D;`;

  const file: SourceFile = parseSourceFile('src/text/text.ts', text);

  expect(file.imports).toEqual(['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts']);
});

test('every imported file exists', () => {
  const paths = new Set(service.map(({ path }) => path));
  const unknown = service.flatMap(({ path, imports }) =>
    imports
      .filter((target) => target.startsWith('src/') && !target.includes('/generated/') && !paths.has(target))
      .map((target) => `${path} imports ${target}, which is not there`),
  );

  expect(unknown).toEqual([]);
});
