import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createClient } from '../../src/sdk/create-client.ts';
import { CLIENT_ERROR_CODES, ERROR_CODES } from '../../src/sdk/error-codes.ts';
import { readSettings } from '../../src/sdk/settings.ts';
import { findCodeBlocks, readReadme } from './readme.ts';
import { findPublicMembers } from './public-members.ts';
import { makeTemporaryDirectory, run, toolPath } from './run.ts';

const readme = await readReadme();
const URL = { url: 'http://localhost/graphql' };

// What the README says that its examples use.
const GLOBALS = `
  import type { Client } from '@colloquy/sdk';
  declare global {
    const client: Client;
    const postId: string;
    const commentId: string;
  }
`;

const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  paths: { '@colloquy/sdk': [join(process.cwd(), 'src/sdk/index.ts')] },
};

async function checkTypes(blocks: readonly string[]): Promise<string> {
  const directory = await makeTemporaryDirectory();
  await mkdir(join(directory, 'examples'));
  await symlink(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
  await writeFile(join(directory, 'globals.d.ts'), GLOBALS);
  for (const [index, block] of blocks.entries()) {
    // Each block is a module, which may declare names of its own.
    await writeFile(join(directory, 'examples', `block-${index + 1}.ts`), `${block}\nexport {};\n`);
  }
  return await run(toolPath('tsc'), { cwd: directory, args: ['-p', '.'] });
}

it('has code blocks that the compiler accepts', async () => {
  const blocks = findCodeBlocks(readme);

  expect(blocks.length).toBeGreaterThan(10);
  await expect(checkTypes(blocks)).resolves.toBe('');
});

it('has code blocks whose mistakes the compiler reports', async () => {
  await expect(checkTypes(['await client.frontPage({ frist: 10 });'])).rejects.toThrow(/block-1\.ts.*frist/s);
});

it('names every call of the client', () => {
  const calls = Object.keys(createClient({ ...URL, transport: 'sse' }));

  expect(calls.filter((call) => !new RegExp(`\`(client\\.)?${call}\\(`).test(readme))).toEqual([]);
});

it('shows every mutation and every stream in an example', () => {
  const calls = ['createComment', 'editComment', 'deleteComment', 'claimVoice', 'createPost', 'updatePost'];
  const streams = ['commentAdded', 'discussionEvents', 'newComments'];
  const code = findCodeBlocks(readme).join('\n');

  expect([...calls, ...streams].filter((name) => !code.includes(`client.${name}(`))).toEqual([]);
});

it('names every option, and every property of an error', () => {
  const members = ['ClientOptions', 'RequestOptions', 'StreamOptions', 'ColloquyErrorDetails'].flatMap((type) =>
    findPublicMembers(type).filter(({ name }) => name !== 'cause'),
  );

  expect(members.length).toBeGreaterThan(15);
  expect(members.map(({ name }) => name).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

it('gives the defaults that the client has', () => {
  const { retries, timeout, silence, backoff } = readSettings(URL);
  const defaultOf = (option: string): string =>
    new RegExp(`^\\| \`${option}\`.*\\| (.*?) *\\|$`, 'm').exec(readme)?.[1] ?? '';
  const format = (value: number): string => value.toLocaleString('en');

  expect(defaultOf('retries')).toBe(format(retries));
  expect(defaultOf('timeout')).toBe(format(timeout));
  expect(defaultOf('silence')).toBe(format(silence));
  expect(defaultOf('backoff')).toBe(`\`first\`: ${format(backoff.first)}, \`longest\`: ${format(backoff.longest)}`);
});

it('names every error code', () => {
  const codes = [...ERROR_CODES, ...CLIENT_ERROR_CODES];

  expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
});
