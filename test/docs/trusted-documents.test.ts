// What docs/api.md and docs/operating.md say of trusted documents, done: a front end's build writes a file, and a service reads it.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../src/app/serve.ts';
import { readConfig } from '../../src/config/config.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { run, toolPath } from '../sdk/run.ts';
import { readBlocks } from './blocks.ts';

const database = await openTestDatabase();

test('a front end’s build makes the file that a service trusts, as the guides show', { timeout: 240_000 }, async () => {
  const front = await aFrontEnd(
    'query Titles($first: Int) { posts(first: $first) { nodes { ...Title } } } fragment Title on Post { title }',
  );
  await run(toolPath('graphql-codegen'), { cwd: front, args: [] });

  const config = readConfig({ ...readSettings(join(front, 'src/gql')), NODE_ENV: 'test' });
  const api = openTestApi(database, {
    trustedDocuments: config.trustedDocuments,
    hasTrustedOnly: config.hasTrustedOnly,
  });
  const service = await startServer(serverOptions(api));
  onTestFinished(() => service.close());

  const written = JSON.parse(await readFile(join(front, 'src/gql/persisted-documents.json'), 'utf8')) as object;
  const [[documentId, query]] = Object.entries(written) as [[string, string]];
  const data = { posts: { nodes: [] } };
  expect(await readFile(join(front, 'src/gql/graphql.ts'), 'utf8')).toContain(`"hash":"${documentId}"`);
  expect(await ask(service.url, { documentId, variables: { first: 3 } })).toMatchObject({ data });
  expect(await ask(service.url, { query })).toMatchObject({ data });
  expect(await ask(service.url, { query: '{ posts(first: 3) { nodes { title } } }' })).toMatchObject({
    errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
  });
});

/** A project with the configuration of docs/api.md, and the schema of this repository. */
async function aFrontEnd(documents: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-front-end-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const example = readBlocks('docs/api.md').find(({ text }) => text.startsWith('// codegen.ts'))?.text ?? '';
  const address = 'http://127.0.0.1:4000/schema.graphql';
  expect(example).toContain(address);
  await mkdir(join(directory, 'src'));
  await symlink(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
  await writeFile(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(
    join(directory, 'codegen.ts'),
    example.replace(address, join(process.cwd(), 'schema/schema.graphql')),
  );
  await writeFile(join(directory, 'src/documents.graphql'), documents);
  return directory;
}

/** The settings of the command in docs/operating.md, with another directory. */
function readSettings(directory: string): Record<string, string> {
  const command = readBlocks('docs/operating.md').find(({ text }) => text.includes('TRUSTED_DOCUMENTS='))?.text ?? '';
  const settings = Object.fromEntries(
    [...command.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
  expect(settings).toMatchObject({ TRUSTED_DOCUMENTS: '/etc/colloquy/documents', TRUSTED_DOCUMENTS_ONLY: 'on' });
  return { ...settings, TRUSTED_DOCUMENTS: directory };
}

async function ask(url: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return await response.json();
}
