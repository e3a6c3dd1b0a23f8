import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { startNetwork } from './network.ts';
import { findCodeBlock } from './readme.ts';
import { makeTemporaryDirectory, run, toolPath } from './run.ts';

const api = openTestApi(await openTestDatabase());

const DOCUMENT = `
  query Headlines($first: Int) { posts(first: $first) { nodes { title publishedAt tags { kind } } } }
  subscription Numbers($postId: ID!, $after: String) { commentAdded(postId: $postId, after: $after) { cursor node { number } } }
`;

const APPLICATION = `
  import { createClient } from '${process.cwd()}/src/sdk/index.ts';
  import { HeadlinesDocument, NumbersDocument } from './operations.ts';

  const client = createClient({ url: 'http://localhost/graphql' });

  export async function readTitles(): Promise<string[]> {
    const { posts } = await client.request(HeadlinesDocument, { first: 3 });
    return posts.nodes.map((post) => post.title + post.publishedAt + post.tags.map((tag) => tag.kind.toLowerCase()));
  }

  export async function* readNumbers(): AsyncGenerator<number> {
    // @ts-expect-error The id of the post is missing.
    client.subscribe(NumbersDocument, {});
    for await (const { commentAdded } of client.subscribe(NumbersDocument, { postId: 'post' })) yield commentAdded.node.number;
  }
`;

/** The configuration of a README, with the address of the service at `url`. */
async function readExample(readme: string, url: string): Promise<string> {
  const example = findCodeBlock(await readFile(readme, 'utf8'), 'codegen.ts');
  const [address = ''] = /http:\/\/[\w.]+:4000(?=\/schema\.graphql)/.exec(example) ?? [];
  expect(address).not.toBe('');
  return example.replace(address, url);
}

it.each(['README.md', 'src/sdk/README.md'])(
  'a code generator makes typed documents from a running service, as %s shows',
  { timeout: 240_000 },
  async (readme) => {
    const { url } = await startNetwork(api);
    const directory = await makeTemporaryDirectory();
    await mkdir(join(directory, 'src'));
    await symlink(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
    await writeFile(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(directory, 'codegen.ts'), await readExample(readme, url));
    await writeFile(join(directory, 'src/documents.graphql'), DOCUMENT);
    await writeFile(join(directory, 'src/application.ts'), APPLICATION);

    await run(toolPath('graphql-codegen'), { cwd: directory, args: [] });

    const options = '--noEmit --strict --skipLibCheck --allowImportingTsExtensions --target es2023 --module esnext';
    const args = [...`${options} --moduleResolution bundler --types node`.split(' '), 'src/application.ts'];
    await expect(run(toolPath('tsc'), { cwd: directory, args })).resolves.toBe('');
  },
);
