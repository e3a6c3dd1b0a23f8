// The image's files, laid out as the Dockerfile says, with the Node that runs this: on each database, what an operator does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { runOnServer, withDatabase } from '../harness/database-template.ts';
import { findFreePort } from '../harness/free-port.ts';
import { openSocket } from '../websocket/socket-client.ts';
import { layOutImage } from './lay-out.ts';

const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const GAZETTE = resolve('test/import/fixtures/harbour-gazette.xml');
const REQUIRED = {
  PUBLIC_URL: 'https://talk.example',
  AUTH_SECRET: 'one of 32 bytes, or some more of them',
  VOICE_SECRET: 'another of 32 bytes, or some more',
};

const root = mkdtempSync(join(tmpdir(), 'colloquy-image-'));
afterAll(() => rm(root, { recursive: true, force: true }), 300_000);
const { directory, env, command } = layOutImage(root);

test('the image holds what runs, and nothing of what makes it', () => {
  const modules = readdirSync(join(directory, 'node_modules'));
  const files = listFiles(directory);
  const bytes = files.reduce((sum, file) => sum + lstatSync(join(directory, file)).size, 0);
  console.log(`image: ${files.length} files, ${(bytes / 1_000_000).toFixed(0)} MB`);

  expect(readdirSync(directory).sort()).toEqual(['dist', 'node_modules', 'package.json', 'prisma']);
  expect(
    modules.filter((name) => ['prisma', 'tsx', 'esbuild', 'typescript', 'effect', '@types'].includes(name)),
  ).toEqual([]);
  expect(files.filter((file) => /\.(node|ts|map)$/.test(file))).toEqual([]);
  expect(bytes).toBeLessThan(60_000_000);
});

describe.each(['embedded', 'postgres'])('on the %s database', (kind) => {
  test('posts are imported, asked for, followed and commented on; it ends with SIGTERM, and what is left is right', async () => {
    const database = kind === 'embedded' ? aDataDir() : await aDatabase();

    expect(await runCommand('import', [GAZETTE], database)).toMatchObject({ code: 0 });
    const service = await startService(database);
    const url = await service.address();
    const postId = await readPostId(url);
    const reader = await openSocket(url);
    reader.send({ type: 'connection_init' });
    await reader.next();
    reader.subscribe('1', 'subscription ($id: ID!) { commentAdded(postId: $id) { node { body } } }', { id: postId });
    const answer = await ask(url, {
      query: 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }',
      variables: { input: { postId, body: 'From the *image*.' } },
    });
    expect(answer).toMatchObject({ data: { createComment: { __typename: 'CreateCommentPayload' } } });
    expect((await reader.next()).payload).toEqual({ data: { commentAdded: { node: { body: 'From the *image*.' } } } });

    expect(await service.terminate()).toBe(0);
    expect(await runCommand('verify', [], database)).toMatchObject({ code: 0 });
    expect(await runCommand('token', ['--handle', 'ada'], database)).toMatchObject({ code: 0 });
    const site = ['--from', 'https://old.example', '--to', 'https://new.example'];
    expect(await runCommand('move', site, database)).toMatchObject({ code: 0 });
  });
});

function aDataDir(): Record<string, string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-image-data-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  return { DATA_DIR: dataDir };
}

async function aDatabase(): Promise<Record<string, string>> {
  const name = `colloquy_image_${process.pid}`;
  await runOnServer(SERVER_URL, `CREATE DATABASE "${name}"`);
  onTestFinished(() => runOnServer(SERVER_URL, `DROP DATABASE "${name}" WITH (FORCE)`));
  return { DATABASE_URL: withDatabase(SERVER_URL, name) };
}

/** A process of the image; nothing of this one's environment is in it. */
function spawnInImage(args: readonly string[], settings: Record<string, string>) {
  const child = spawn(process.execPath, args, { cwd: directory, env: { ...env, ...REQUIRED, ...settings } });
  const output: string[] = [];
  child.stdout.on('data', (chunk) => output.push(String(chunk)));
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  const ended = once(child, 'close');
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended, output };
}

async function runCommand(name: string, args: readonly string[], settings: Record<string, string>) {
  const { child, ended, output } = spawnInImage([`dist/cli/${name}.js`, ...args], settings);
  await ended;
  return { code: child.exitCode, output: output.join('') };
}

async function startService(settings: Record<string, string>) {
  const [program, ...args] = command;
  expect(program).toBe('node');
  const port = await findFreePort();
  const place = { HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
  const { child, ended, output } = spawnInImage(args, { ...settings, ...place });
  return {
    async address(): Promise<string> {
      for (;;) {
        const found = /answers at (\S+)/.exec(output.join(''))?.[1];
        if (found !== undefined) return found;
        await Promise.race([once(child.stdout, 'data'), ended]);
        if (child.exitCode !== null) throw new Error(output.join(''));
      }
    },
    async terminate(): Promise<number | null> {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

interface Answer {
  readonly data?: {
    readonly posts?: { readonly nodes: readonly { readonly id: string }[] };
    readonly createComment?: unknown;
  };
}

async function readPostId(url: string): Promise<string> {
  const { data } = await ask(url, { query: '{ posts(first: 1) { nodes { id } } }' });
  const id = data?.posts?.nodes[0]?.id;
  if (id === undefined) throw new Error('Expected a post of the import.');
  return id;
}

async function ask(url: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

function listFiles(from: string): string[] {
  return readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1));
}
