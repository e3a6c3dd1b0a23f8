import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { findFreePort } from '../harness/free-port.ts';
import { startPathProxy, type PathProxy } from '../harness/path-proxy.ts';

// The pages that call the API by script, below a path of a shared address.

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-base-path-'));
let proxy: PathProxy;
let port: number;
let app: App;
let browser: Browser;

beforeAll(async () => {
  [proxy, port] = await Promise.all([startPathProxy('/talk'), findFreePort()]);
  const config = readConfig({
    NODE_ENV: 'development',
    PORT: String(port),
    PUBLIC_URL: proxy.url,
    DATA_DIR: dataDir,
    DEMO_COMMENTER: 'off',
  });
  app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'], // Chromium refuses to run as root with one
  });
}, 60_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  await proxy.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe.each([
  ['strips the path', true],
  ['leaves the path', false],
])('behind a proxy that %s', (_, strips) => {
  beforeAll(() => proxy.aimAt(port, { strips }));

  it('the discussion is reached from the landing page, and live', async () => {
    const page = await newPage();
    await page.goto(proxy.url);

    await page.getByRole('link', { name: 'Discussion' }).click();
    await page.locator('.live[data-state=live]').waitFor();
    const body = `Written behind a proxy that ${strips ? 'strips' : 'leaves'} it`;
    await page.request.post(`${proxy.url}/graphql`, {
      data: {
        query: 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }',
        variables: { input: { postId: app.demo?.id, body } },
      },
    });

    await page.getByText(body).waitFor();
  });

  it('the playground runs its first tab', async () => {
    const page = await newPage();
    await page.goto(`${proxy.url}/graphql`);
    await page.locator('.graphiql-execute-button').waitFor();

    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().postData()?.includes('query Welcome') === true),
      page.locator('.graphiql-execute-button').click(),
    ]);

    expect(answer.url()).toBe(`${proxy.url}/graphql`);
    expect(await answer.json()).toMatchObject({ data: { viewer: null } });
  });
});

async function newPage() {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  return await context.newPage();
}
