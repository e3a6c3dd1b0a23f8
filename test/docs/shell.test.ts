// Runs the shell commands of README.md and docs/api.md, against a service with its demo.
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { signToken } from '../../src/execution/identity/token.ts';
import { DEMO_SLUG, startDemoService } from '../harness/demo-service.ts';
import { readBlocks } from './blocks.ts';

const canRun = spawnSync('bash', ['-c', 'command -v curl openssl']).status === 0;
const BETWEEN = '\u001e';

// A stream does not end by itself.
const PREPARE = `set -euo pipefail
curl() { if [[ "$*" == *event-stream* ]]; then command curl --max-time 5 "$@" || [ $? = 28 ]; else command curl "$@"; fi; }
`;

test.skipIf(!canRun)('the examples of README.md work as written', { timeout: 120_000 }, async () => {
  const [newest, stream, said, ...others] = await runPage('README.md');

  expect(JSON.parse(String(newest))).toMatchObject({ data: { posts: { nodes: [{}, {}, {}] } } });
  expect(stream).toMatch(/^event: next\nid: \S+\ndata: \{"data":\{"newComments":\{"cursor"/m);
  expect(JSON.parse(String(said))).toMatchObject({ data: { createComment: { __typename: 'CreateCommentPayload' } } });
  expect(others).toEqual([]);
});

test.skipIf(!canRun)('the examples of docs/api.md work as written', { timeout: 120_000 }, async () => {
  const [prepared, page, created, changed, found, retried, stream, file, ...others] = await runPage('docs/api.md');

  expect([prepared, created]).toEqual(['', '']);
  const { data } = JSON.parse(String(page)) as { data: { post: { comments: { nodes: { number: number }[] } } } };
  expect(data.post.comments.nodes).toHaveLength(10);
  expect(changed).toContain('{"editComment":{"comment":{"body":"The 7:38 was worse still.","editedAt":"');
  expect(changed).toMatch(/\{"deleteComment":\{"comment":\{"number":\d+,"status":"DELETED"\}\}\}/);
  expect(found).toContain('{"data":{"post":null}');
  expect(retried).toMatch(/^(\{"data":\{"createComment":\{"comment":\{"number":\d+\}\}\}.*\})\n\1$/);
  expect(stream).toContain('"__typename":"DiscussionReadyEvent"');
  expect(JSON.parse(String(file))).toMatchObject({ format: 'colloquy-discussion', comments: { 10: { number: 11 } } });
  expect(others).toEqual([]);
});

test('what README.md says of files works as written', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const block = readBlocks('README.md').find(({ text }) => text.includes('npm run import'));
  const script = block?.text
    .replaceAll('export.xml', 'test/import/fixtures/harbour-gazette.xml')
    .replaceAll('everything.ndjson', join(folder, 'everything.ndjson'));

  const { stdout } = await promisify(execFile)('bash', ['-ec', script ?? 'exit 1'], {
    env: { ...process.env, DATA_DIR: join(folder, 'data') },
  });

  expect(stdout).toContain('Harbour Gazette');
  const [first = ''] = readFileSync(join(folder, 'everything.ndjson'), 'utf8').split('\n');
  expect(JSON.parse(first)).toMatchObject({ type: 'header' });
});

/** The output of each block of a page, run one by one in one shell, while comments are added. */
async function runPage(page: string): Promise<string[]> {
  const secret = randomBytes(32).toString('base64url');
  const { url } = await startDemoService({ AUTH_SECRET: secret });
  const token = await signToken({ subject: 'editor', handle: 'editor', role: 'MODERATOR' }, { secret, expiresIn: 600 });
  const postId = await readPostId(url);
  const blocks = readBlocks(page).filter(({ language, text }) => language === 'sh' && /\b(curl|ask)\b/.test(text));
  const script = blocks.map(({ text }) =>
    text.replaceAll('http://127.0.0.1:4000', url).replaceAll('"ID"', `"${postId}"`),
  );
  expect(script.join('')).toContain(url);

  const ended = new AbortController();
  const commenting = keepCommenting(url, { postId, signal: ended.signal });
  const shell = promisify(execFile)('bash', ['-c', PREPARE + script.join(`printf '${BETWEEN}'\n`)], {
    env: { ...process.env, token },
  });
  const { stdout } = await shell.finally(() => ended.abort());
  await commenting;
  return stdout.split(BETWEEN).map((output) => output.trim());
}

async function readPostId(url: string): Promise<string> {
  const { data } = (await ask(url, `{ post(by: { slug: "${DEMO_SLUG}" }) { id } }`)) as {
    data: { post: { id: string } };
  };
  return data.post.id;
}

async function keepCommenting(url: string, { postId, signal }: { postId: string; signal: AbortSignal }): Promise<void> {
  const write = `mutation { createComment(input: { postId: "${postId}", body: "Meanwhile." }) { __typename } }`;
  while (!signal.aborted) {
    await ask(url, write);
    await setTimeout(500, undefined, { signal }).catch(() => undefined);
  }
}

async function ask(url: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return await response.json();
}
