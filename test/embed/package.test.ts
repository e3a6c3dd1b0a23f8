import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pack, requireFaultless, unpack } from '../harness/pack.ts';
import { findCodeBlocks } from '../sdk/readme.ts';
import { run, toolPath } from '../sdk/run.ts';

// `@colloquy/embed` as `npm pack` makes it, in a project that has nothing else.

const readme = await readFile('src/embed/README.md', 'utf8');
const MISTAKES = `
  const discussion = document.createElement('colloquy-discussion');
  // @ts-expect-error A token is a string, or a function.
  discussion.token = 5;
  // @ts-expect-error The event has no such detail.
  discussion.addEventListener('colloquy-ready', ({ detail }) => detail.cuont);
`;
let directory: string;
let archive: string;
let project: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-embed-'));
  project = join(directory, 'project');
  archive = await pack('embed', directory);
  await unpack(archive, project);
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

it('packs alone, with its license, those of what is bundled, and no fault in its `exports`', async () => {
  await requireFaultless(archive);

  const installed = join(project, 'node_modules/@colloquy/embed');
  const { dependencies, version } = await readJson(join(installed, 'package.json'));
  expect(dependencies).toBeUndefined();
  expect([version, (await readJson('src/sdk/package.json')).version]).toEqual(
    Array(2).fill((await readJson('package.json')).version),
  );
  expect(await readdir(installed)).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist']));
  expect(await readFile(join(installed, 'dist/LICENSES.txt'), 'utf8')).toMatch(/^graphql-ws .*^lit-html /ms);
});

it('is imported on a server, where it does nothing', async () => {
  const code = "await import('@colloquy/embed'); await import('@colloquy/embed/count.js'); console.log('still here');";

  const printed = await run(process.execPath, { cwd: project, args: ['--input-type=module', '--eval', code] });

  expect(printed).toBe('still here\n');
});

it('has a README whose code the compiler accepts, and types that refuse what there is not', async () => {
  const blocks = findCodeBlocks(readme);

  expect(blocks.length).toBeGreaterThan(2);
  await expect(checkTypes([...blocks, MISTAKES])).resolves.toBe('');
});

it('has a README that names every attribute, event and custom property', async () => {
  const sources = await readSources();
  const named = (form: RegExp) => sources.flatMap((text) => [...text.matchAll(form)].map(([, name = '']) => name));
  const attributes = named(/\b(?:attribute|getAttribute)\('([\w-]+)'\)/g);

  expect(attributes).toEqual(expect.arrayContaining(['service', 'post', 'view', 'loading']));
  expect(attributes.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  expect(named(/'(colloquy-[\w-]+)': CustomEvent/g).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  expect(named(/(--colloquy-[\w-]+)/g).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

async function checkTypes(blocks: readonly string[]): Promise<string> {
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, types: [] },
    ...{ target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'], module: 'nodenext' },
  };
  const examples = await mkdtemp(join(project, 'examples-'));
  await writeFile(join(examples, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  for (const [index, block] of blocks.entries()) {
    // Each block is a module, which may declare names of its own, beside the types of the element.
    const text = `import type {} from '@colloquy/embed';\n${block}`;
    await writeFile(join(examples, `block-${index + 1}.ts`), text);
  }
  return await run(toolPath('tsc'), { cwd: examples, args: ['-p', '.'] });
}

async function readSources(): Promise<string[]> {
  const files = ['discussion-element.ts', 'elements.ts', 'model/settings.ts', 'view/style.ts'];
  return await Promise.all(files.map((file) => readFile(join('src/embed', file), 'utf8')));
}

async function readJson(file: string): Promise<{ version?: string; dependencies?: object }> {
  return JSON.parse(await readFile(file, 'utf8')) as { version?: string; dependencies?: object };
}
