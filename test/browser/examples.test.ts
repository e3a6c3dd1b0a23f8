import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page, Route, WebSocket } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { launchBrowser } from '../harness/browser.ts';
import { findFreePort } from '../harness/free-port.ts';
import { startTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts';

// What `npm run examples` built, against the demo of an empty data directory, over a network that can be cut.

const EXAMPLES = 'docs/examples';
const SLUG = 'the-7-42-is-now-a-probability';
const PAGE = 20;

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-examples-'));
const config = readConfig({
  NODE_ENV: 'development',
  PORT: '0',
  DATA_DIR: dataDir,
  DEMO_COMMENTER: 'off',
  RATE_LIMITS: 'off',
});

let app: App;
let network: TcpProxy;
let site: Started;
let browser: Browser;

beforeAll(async () => {
  if (!existsSync(`${EXAMPLES}/script/dist/main.js`)) throw new Error('Expected the examples: `npm run examples`.');
  network = await startTcpProxy();
  site = start(['node_modules/vite/bin/vite.js', 'preview', '--port', String(await findFreePort()), '--strictPort']);
  const opening = launchBrowser();
  app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  network.aimAt(portOf(app));
  browser = await opening;
  await site.print(/http:\S+/);
}, 60_000);

afterAll(async () => {
  await browser.close();
  site.child.kill();
  await network.stop();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it.each(['apollo', 'urql', 'relay'])('%s reads, follows and writes, without a loss or a duplicate', async (name) => {
  const page = await newPage();
  const complaints = listenForComplaints(page);
  await page.route('**/graphql', answerLate, { times: 1 });
  const live = page.waitForEvent('websocket');

  // It shows the newest comments, and the one that came after they were read.
  await page.goto(`${addressOf(site)}/${name}/`);
  await showsLast(page, 'Before the stream.');
  const { title, lastNumber } = await readPost();
  expect(await page.getByRole('heading', { name: title }).count()).toBe(1);
  expect(await numbersOf(page)).toEqual(range({ to: lastNumber, length: PAGE + 1 }));

  // It reads on, and hears of a new comment.
  await page.getByRole('button', { name: 'Earlier comments' }).click();
  await showsComments(page, 2 * PAGE + 1);
  await comment('From another client.');
  await showsLast(page, 'From another client.');
  expect(await numbersOf(page)).toEqual(range({ to: lastNumber + 1, length: 2 * PAGE + 2 }));
  expect(await page.getByText(`${(await readPost()).commentCount} comments`).count()).toBe(1);

  // It catches up over a lost connection, with what it missed alone.
  await live;
  const resumed = page.waitForEvent('websocket');
  network.aimAt(undefined);
  network.cut();
  await comment('While it was away.');
  network.aimAt(portOf(app));
  const frames = collectFrames(await resumed);
  await showsLast(page, 'While it was away.');
  expect(frames.filter((frame) => frame.includes('From another client.'))).toEqual([]);

  // It says what the service objects to, and writes as a guest.
  await page.getByLabel('Name').fill('Grace');
  await write(page, ' ');
  await page.getByRole('alert').getByText('body').waitFor();
  await write(page, `With ${name}.`);
  await showsLast(page, `With ${name}.`);
  expect(await page.locator('article').last().locator('b').textContent()).toBe('Grace');

  // It reads on where it stopped.
  await page.getByRole('button', { name: 'Earlier comments' }).click();
  await showsComments(page, 3 * PAGE + 4);
  expect(await numbersOf(page)).toEqual(range({ to: lastNumber + 3, length: 3 * PAGE + 4 }));
  // The browser itself reports that it lost the connection.
  expect(complaints.filter((text) => !text.includes('WebSocket connection'))).toEqual([]);
});

it('the script prints, follows and writes, without a loss or a duplicate', async () => {
  const script = start(['script/dist/main.js', SLUG, 'Grace']);
  onTestFinished(() => void script.child.kill('SIGKILL'));
  const numbers = () => [...script.output().matchAll(/^(\d+) [^:\n]+: /gm)].map(([, number]) => Number(number));
  await script.print(new RegExp(`^${(await readPost()).lastNumber} `, 'm'));

  const heard = await comment('From another client.');
  await script.print(new RegExp(`^${heard} Guest: From another client\\.$`, 'm'));
  network.cut();
  script.child.stdin?.write('From the script.\n');
  await script.print(new RegExp(`^${heard + 1} Grace: From the script\\.$`, 'm'));
  script.child.kill('SIGINT');
  const [exitCode] = (await once(script.child, 'exit')) as [number | null];

  expect(numbers()).toEqual(range({ to: heard + 1, length: heard + 1 }));
  expect(exitCode).toBe(0);
});

interface Started {
  readonly child: ChildProcess;
  output(): string;
  /** Waits for a text of this form. */
  print(form: RegExp): Promise<void>;
}

/** Starts a program of the examples, which reaches the service over the network. */
function start(args: string[]): Started {
  const env = { ...process.env, COLLOQUY_URL: `http://127.0.0.1:${network.port}`, NO_COLOR: '1' };
  const child = spawn(process.execPath, args, { cwd: EXAMPLES, env, stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`It ended: ${output}`)));
  ended.catch(() => undefined);
  return {
    child,
    output: () => output,
    async print(form) {
      while (!form.test(output)) await Promise.race([once(child.stdout, 'data'), ended]);
    },
  };
}

async function newPage(): Promise<Page> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  return page;
}

function addressOf({ output }: Started): string {
  return /http:[\d./:]+\d/.exec(output())?.[0] ?? '';
}

function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** Gives a page the answer to its query when another comment has been written. */
async function answerLate(route: Route): Promise<void> {
  const response = await route.fetch();
  await comment('Before the stream.');
  await route.fulfill({ response });
}

function collectFrames(socket: WebSocket): string[] {
  const frames: string[] = [];
  socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
  return frames;
}

async function write(page: Page, body: string): Promise<void> {
  await page.getByLabel('Comment').fill(body);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
}

async function showsLast(page: Page, text: string): Promise<void> {
  await page.locator('article').last().getByText(text).waitFor();
}

async function showsComments(page: Page, count: number): Promise<void> {
  await page.locator(`article >> nth=${count - 1}`).waitFor();
}

async function numbersOf(page: Page): Promise<number[]> {
  return (await page.locator('article .number').allTextContents()).map(Number);
}

/** Consecutive numbers up to one. */
function range({ to, length }: { to: number; length: number }): number[] {
  return Array.from({ length }, (_, index) => to - length + 1 + index);
}

interface PostState {
  readonly id: string;
  readonly title: string;
  readonly commentCount: number;
  readonly lastNumber: number;
}

/** The post as the service has it. */
async function readPost(): Promise<PostState> {
  const { post } = await request<{
    post: Omit<PostState, 'lastNumber'> & { comments: { nodes: { number: number }[] } };
  }>(
    'query ($slug: String!) { post(by: { slug: $slug }) { id title commentCount comments(last: 1) { nodes { number } } } }',
    { slug: SLUG },
  );
  return { ...post, lastNumber: post.comments.nodes[0]?.number ?? 0 };
}

/** Writes a comment as any client does; its number. */
async function comment(body: string): Promise<number> {
  const { createComment } = await request<{ createComment: { comment: { number: number } } }>(
    `mutation ($input: CreateCommentInput!) {
      createComment(input: $input) { ... on CreateCommentPayload { comment { number } } }
    }`,
    { input: { postId: (await readPost()).id, body } },
  );
  return createComment.comment.number;
}

async function request<Data>(query: string, variables: Record<string, unknown>): Promise<Data> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await response.json()) as { data: Data };
  return data;
}

function portOf({ url }: App): number {
  return Number(new URL(url).port);
}
