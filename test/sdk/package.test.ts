import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { pack, requireFaultless, unpack } from '../harness/pack.ts';
import { startNetwork } from './network.ts';
import { findCodeBlock, readReadme } from './readme.ts';
import { makeTemporaryDirectory, run, toolPath } from './run.ts';

const api = openTestApi(await openTestDatabase());

const DEPENDENCIES = ['graphql', 'graphql-ws', '@graphql-typed-document-node'];

/** Packs the SDK, and unpacks it into the `node_modules` of a consumer. */
async function installPackage(directory: string): Promise<{ archive: string; consumer: string }> {
  const consumer = join(directory, 'consumer');
  const archive = await pack('sdk', directory);
  await unpack(archive, consumer);
  for (const name of DEPENDENCIES)
    await symlink(join(process.cwd(), 'node_modules', name), join(consumer, 'node_modules', name));
  return { archive, consumer };
}

async function writeConsumer(consumer: string): Promise<void> {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: [],
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module: 'nodenext',
  };
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(
    join(consumer, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['consumer.ts', 'live.ts'] }),
  );
  await writeFile(join(consumer, 'consumer.ts'), await readFile('test/sdk/fixtures/consumer.ts.txt'));
  await writeFile(join(consumer, 'live.ts'), findCodeBlock(await readReadme(), 'live.ts'));
}

it(
  'packs alone, has no fault in its `exports`, type-checks without an `any`, and runs',
  { timeout: 240_000 },
  async () => {
    const { archive, consumer } = await installPackage(await makeTemporaryDirectory());
    await writeConsumer(consumer);
    const { url, postId } = await startNetwork(api);

    await requireFaultless(archive);
    await run(toolPath('tsc'), { cwd: consumer, args: ['-p', '.'] });
    const printed = await run(process.execPath, { cwd: consumer, args: ['consumer.js', `${url}/graphql`, postId] });

    expect(JSON.parse(printed)).toMatchObject({
      total: 1,
      number: 1,
      own: { posts: { totalCount: 1 } },
      code: 'GRAPHQL_VALIDATION_FAILED',
      body: 'From the package.',
      live: [
        { comments: ['From the package.'], pending: [] },
        { comments: ['From the package.'], pending: ['Said at once.'] },
        { comments: ['From the package.', 'Said at once.'], pending: [] },
      ],
    });
  },
);

it('depends on nothing of the service', async () => {
  const { dependencies, peerDependencies } = JSON.parse(await readFile('src/sdk/package.json', 'utf8')) as {
    dependencies: object;
    peerDependencies: object;
  };
  const isSource = (file: string): boolean => file.endsWith('.ts') && !/^(dist|node_modules)\//.test(file);
  const files = (await readdir('src/sdk', { recursive: true })).filter(isSource);
  const sources = await Promise.all(files.map((file) => readFile(join('src/sdk', file), 'utf8')));
  const imported = sources.flatMap((source) => [...source.matchAll(/from '([^']+)'/g)].map(([, name = '']) => name));
  const known = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];

  expect(files.length).toBeGreaterThan(20);
  expect(imported.filter((name) => !/^\.\.?\//.test(name) && !known.includes(name))).toEqual([]);
});
