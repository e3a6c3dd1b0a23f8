import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { launchBrowser } from '../harness/browser.ts';
import { run, toolPath } from '../sdk/run.ts';

// The typed client, compiled and not bundled, on a page of the service.

const directory = mkdtempSync(join(tmpdir(), 'colloquy-sdk-browser-'));
const config = readConfig({
  NODE_ENV: 'development',
  PORT: '0',
  DATA_DIR: join(directory, 'data'),
  DEMO_COMMENTER: 'off',
  RATE_LIMITS: 'off',
});
// Writes a comment when the stream is live, and gives what it hears then.
const TALK = `async ({ transport, postId }) => {
  const { createClient, createVoice } = await import('/sdk/index.js');
  const client = createClient({ url: '/graphql', voice: createVoice(), transport });
  const statuses = [];
  const onStatus = (status) => {
    statuses.push(status);
    if (status === 'live') void client.createComment({ input: { postId, body: 'From a browser.' } });
  };
  for await (const { commentAdded } of client.commentAdded({ postId }, { onStatus })) {
    client.close();
    return { body: commentAdded.node.body, statuses };
  }
}`;

let app: App;
let browser: Browser;

beforeAll(async () => {
  await run(toolPath('tsc'), { cwd: process.cwd(), args: ['-p', 'src/sdk', '--outDir', join(directory, 'sdk')] });
  app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(directory, { recursive: true, force: true });
});

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await serveScripts(page, { under: '/sdk/', from: join(directory, 'sdk') });
  await serveScripts(page, { under: '/graphql-ws/', from: 'node_modules/graphql-ws/dist' });
  // Any document of the service will do: what the test made up itself, Chromium would not let near a local address.
  await page.goto(`${app.url}/health`);
  return page;
}

async function serveScripts(page: Page, { under, from }: { under: string; from: string }): Promise<void> {
  await page.route(`**${under}**/*.js`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(under.length);
    const body = readFileSync(join(from, file), 'utf8').replace("from 'graphql-ws'", "from '/graphql-ws/client.js'");
    return route.fulfill({ contentType: 'text/javascript', body });
  });
}

it.each([
  { transport: undefined, sockets: 1 },
  { transport: 'sse', sockets: 0 },
])('writes a comment and hears of it ($transport)', { timeout: 60_000 }, async ({ transport, sockets }) => {
  const page = await openPage();
  const opened: string[] = [];
  page.on('websocket', (socket) => opened.push(socket.url()));

  const heard: unknown = await page.evaluate(`(${TALK})(${JSON.stringify({ transport, postId: app.demo?.id })})`);

  expect(heard).toEqual({ body: 'From a browser.', statuses: ['connecting', 'live', 'closed'] });
  expect(opened).toHaveLength(sockets);
});
