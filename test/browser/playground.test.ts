import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, BrowserContext, Page, Request, Response } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Role } from '../../src/config/roles.ts';
import { launchBrowser } from '../harness/browser.ts';
import { signToken } from '../../src/execution/identity/token.ts';

// The playground in a browser that reaches nothing but the service, on the demo of an empty data directory.

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-browser-'));
const config = readConfig({
  NODE_ENV: 'development',
  PORT: '0',
  DATA_DIR: dataDir,
  DEMO_COMMENTER: 'off',
  RATE_LIMITS: 'off',
});

let app: App;
let browser: Browser;

beforeAll(async () => {
  app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  browser = await launchBrowser();
  // One for all tests, so that GraphiQL is fetched and compiled once. Routes would turn its cache off.
  context = await browser.newContext();
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== app.url && !['data:', 'blob:'].includes(url.protocol)) outbound.push(url.href);
  });
}, 60_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

let context: BrowserContext;
let page: Page;
let outbound: string[];
let complaints: string[];
let forgiven: RegExp | null; // what the browser itself says of an answer that a test wants

beforeEach(async () => {
  outbound = [];
  complaints = [];
  forgiven = null;
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  // As at a first visit: nothing of an earlier test is kept.
  await page.goto(`${app.url}/ready`);
  await page.evaluate(() => localStorage.clear());
  await openPlayground();
});

afterEach(async () => {
  await page.close();
  expect(outbound).toEqual([]);
  expect(complaints.filter((text) => forgiven?.test(text) !== true)).toEqual([]);
});

async function openPlayground(search = ''): Promise<void> {
  const introspected = page.waitForResponse((response) => isAnswer(response) && response.request().method() === 'POST');
  await page.goto(`${app.url}/graphql${search}`);
  await introspected;
  await page.locator('.graphiql-execute-button').waitFor();
}

async function openTab(name: string): Promise<void> {
  await page.locator('.graphiql-tab-button', { hasText: name }).click();
  await page.getByRole('tab', { name, selected: true }).waitFor();
  await page.locator('.graphiql-query-editor .view-lines', { hasText: name }).waitFor();
}

function isSent(request: Request): boolean {
  return request.url().startsWith(`${app.url}/graphql`);
}

function isAnswer(response: Response): boolean {
  return response.url().startsWith(`${app.url}/graphql`);
}

/** Runs what the open tab holds. @returns what the service answers. */
async function run(): Promise<Response> {
  const answer = page.waitForResponse(isAnswer);
  answer.catch(() => undefined); // it is awaited below
  // Just after another run GraphiQL takes a click for a wish to stop that one, and sends nothing.
  for (let clicks = 1; clicks <= 4; clicks += 1) {
    const sent = page.waitForRequest(isSent, { timeout: 5_000 }).catch(() => null);
    await page.locator('.graphiql-execute-button').click();
    if ((await sent) !== null) break;
  }
  return await answer;
}

/** What the pane of results shows; the editor renders spaces that do not break. */
async function expectResult(expected: RegExp): Promise<void> {
  await page.waitForFunction(
    ([source, flags]) => {
      const shown = document.querySelector('.graphiql-response .view-lines')?.textContent ?? '';
      return new RegExp(source ?? '', flags).test(shown.replaceAll('\u00a0', ' '));
    },
    [expected.source, expected.flags],
  );
}

async function signFor(handle: string, role: Role): Promise<Record<string, string>> {
  const { authSecret: secret, tokens: rules } = config;
  const token = await signToken({ subject: handle, handle, role }, { secret: secret ?? '', expiresIn: 60, rules });
  return { Authorization: `Bearer ${token}` };
}

/** Types into the pane of headers. */
async function setHeaders(headers: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator('.graphiql-editor-tool .monaco-editor:visible').last().click();
  await page.keyboard.press('Control+A');
  // Pasted rather than typed: the editor would close each bracket by itself.
  await page.keyboard.insertText(JSON.stringify(headers));
}

describe('a tab', () => {
  it('is no wider than the space beside its buttons', async () => {
    for (const name of await page.locator('.graphiql-tab-button').allTextContents()) {
      await openTab(name);

      const buttons = await page.locator('.graphiql-execute-button').boundingBox();
      const lines = await page
        .locator('.graphiql-query-editor .view-line > span')
        .evaluateAll((all) => all.map((line) => line.getBoundingClientRect().right));
      expect(Math.max(...lines), name).toBeLessThan(buttons?.x ?? 0);
    }
  });

  it.each<[string, RegExp]>([
    ['Welcome', /"viewer": null/],
    ['FrontPage', /"totalCount": \d/],
    ['ViewByTime', /"totalCount": \d/],
    ['ViewByThread', /"depth": 1/],
    ['WriteAComment', /"CreateCommentPayload"/],
  ])('runs as it stands: %s', async (name, expected) => {
    await openTab(name);

    const answer = await run();

    expect(await answer.json()).not.toHaveProperty('errors');
    await expectResult(expected);
  });

  it.each<[string, string, Role, RegExp]>([
    ['React', 'ada', 'READER', /"viewerHasReacted": true/],
    ['ModerationQueue', 'mod', 'MODERATOR', /"totalCount": 2/],
    ['HideAComment', 'mod', 'MODERATOR', /"status": "HIDDEN"/],
    ['RestoreAComment', 'mod', 'MODERATOR', /"status": "PUBLISHED"/],
    ['DecideAHeldComment', 'mod', 'MODERATOR', /"status": "APPROVED"/],
    ['AuditLog', 'mod', 'MODERATOR', /"action": "APPROVE"/],
  ])('runs with the token that is printed at the start: %s', async (name, handle, role, expected) => {
    await openTab(name);
    await setHeaders(await signFor(handle, role));

    const answer = await run();

    expect(await answer.json()).not.toHaveProperty('errors');
    await expectResult(expected);
  });

  it('shows what comes to the queue: ModerationEvents', async () => {
    await openTab('ModerationEvents');
    await setHeaders(await signFor('mod', 'MODERATOR'));
    await run();

    await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await signFor('ada', 'READER')) },
      body: JSON.stringify({
        query: 'mutation ($input: FlagCommentInput!) { flagComment(input: $input) { __typename } }',
        variables: { input: { commentId: app.demo?.flaggedId, reason: 'SPAM' } },
      }),
    });

    await expectResult(/"CommentFlaggedEvent"/);
  });

  it('fails on purpose: AnErrorOnPurpose', async () => {
    await openTab('AnErrorOnPurpose');

    await run();

    await expectResult(/"code": "BAD_USER_INPUT"/);
  });

  it('shows comments as they are written: LiveComments', async () => {
    await openTab('LiveComments');
    await run();
    const demo = app.demo;

    await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }',
        variables: { input: { postId: demo?.id, body: 'A word from elsewhere.' } },
      }),
    });

    await expectResult(/A word from elsewhere\./);
  });

  it('of an earlier visit is restored with its edits', async () => {
    await openTab('ViewByThread');
    await page.locator('.graphiql-query-editor .monaco-editor').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.insertText('# Mine.\n');
    await page.waitForFunction(() => localStorage.getItem('graphiql:tabState')?.includes('# Mine.'));

    await openPlayground();

    await page.locator('.graphiql-query-editor', { hasText: 'Mine.' }).waitFor();
  });

  it('of another demo is replaced', async () => {
    await page.evaluate(() => localStorage.setItem('colloquy:tabs', 'another'));
    await page.evaluate(() =>
      localStorage.setItem(
        'graphiql:tabState',
        JSON.stringify({ activeTabIndex: 0, tabs: [{ id: 'x', query: '{ old }' }] }),
      ),
    );

    await openPlayground();

    expect(await page.locator('.graphiql-tab-button').allTextContents()).toContain('FrontPage');
  });
});

describe('the pane of headers', () => {
  it('authenticates', async () => {
    await openPlayground('?query={viewer{handle}}');
    await setHeaders(await signFor('ada', 'READER'));

    const answer = await run();

    expect(await answer.json()).toMatchObject({ data: { viewer: { handle: 'ada' } } });
  });

  it('authenticates subscriptions', async () => {
    forgiven = /401/;
    await openTab('LiveComments');
    await setHeaders({ Authorization: 'Bearer wrong' });

    const answer = await run();

    expect(answer.status()).toBe(401);
    await expectResult(/UNAUTHENTICATED/);
  });
});

it('leads there from the landing page', async () => {
  await page.goto(`${app.url}/`);

  await page.getByRole('link', { name: 'Playground' }).click();

  await page.locator('.graphiql-execute-button').waitFor();
});
