import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';

// The readers' page in a browser that reaches nothing but the service, on the demo of an empty data directory.

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-discussion-'));
const config = readConfig({ NODE_ENV: 'development', PORT: '0', DATA_DIR: dataDir, DEMO_COMMENTER: 'off' });

let app: App;
let browser: Browser;

beforeAll(async () => {
  app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'], // Chromium refuses to run as root with one
  });
}, 60_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

let contexts: BrowserContext[];
let outbound: string[];
let complaints: string[];

beforeEach(() => {
  contexts = [];
  outbound = [];
  complaints = [];
});

afterEach(async () => {
  for (const context of contexts) await context.close();
  expect(outbound).toEqual([]);
  expect(complaints).toEqual([]);
});

describe('an open page', () => {
  it.each(['', '?view=thread'])('goes on by itself: /posts/…%s', async (search) => {
    const page = await openPage(search);
    const before = await countOf(page);

    const { number } = await comment({ body: 'A *new* remark.', guestName: '<img src=x onerror=alert(1)>' });

    const added = page.locator(`#comment-${number}`);
    await added.waitFor();
    expect(await added.locator('.name').textContent()).toBe('<img src=x onerror=alert(1)>');
    expect(await added.locator('.text em').textContent()).toBe('new');
    expect(await countOf(page)).toBe(before + 1);
    expect((await numbersOf(page)).at(-1)).toBe(number);
  });

  it('is what it would be after a reload, in both views', async () => {
    const byTime = await openPage();
    const byThread = await openPage('?view=thread');
    const first = await comment({ body: 'First', subject: 'A subject' });
    const second = await comment({ body: 'Second' });
    const reply = await comment({ body: 'Reply', parentId: first.id });
    await comment({ body: 'Deeper', parentId: reply.id });
    await comment({ body: 'Another', parentId: first.id });
    const last = await comment({ body: 'Last', parentId: second.id });

    for (const page of [byTime, byThread]) {
      await page.locator(`#comment-${last.number}`).waitFor();
      const live = await contentOf(page);
      await page.reload();
      await isLive(page);

      expect(live).toEqual(await contentOf(page));
    }
    expect((await numbersOf(byThread)).slice(-6)).not.toEqual((await numbersOf(byTime)).slice(-6));
  });

  it('catches up when its connection was away, each comment once', async () => {
    const proxy = await startTcpProxy();
    onTestFinished(() => proxy.stop());
    const port = Number(new URL(app.url).port);
    proxy.aimAt(port);
    const page = await openPage('', { origin: `http://127.0.0.1:${proxy.port}` });
    const seen = await comment({ body: 'Seen' });
    await page.locator(`#comment-${seen.number}`).waitFor();

    proxy.aimAt(undefined);
    proxy.cut();
    await page.getByText('reconnecting …').waitFor();
    const missed = await comment({ body: 'Missed' });
    proxy.aimAt(port);
    await page.locator(`#comment-${missed.number}`).waitFor();
    const next = await comment({ body: 'Next' });
    await page.locator(`#comment-${next.number}`).waitFor();

    expect((await numbersOf(page)).slice(-3)).toEqual([seen.number, missed.number, next.number]);
    expect(new Set(await numbersOf(page)).size).toBe((await numbersOf(page)).length);
    // The browser itself reports that it lost the connection.
    expect(complaints.filter((text) => !text.includes('net::ERR_'))).toEqual([]);
    complaints = [];
  });

  it('begins where it was read, also when the service is away at first', async () => {
    const page = await newPage();
    let meanwhile = { number: 0 };
    await page.route(
      '**/graphql?*',
      async (route) => {
        meanwhile = await comment({ body: 'Between the page and its stream' });
        await route.fulfill({ status: 503 });
      },
      { times: 1 },
    );

    await page.goto(`${app.url}/posts/${demo().slug}`);
    await isLive(page);
    await page.getByText('Between the page and its stream').waitFor();

    expect((await numbersOf(page)).at(-1)).toBe(meanwhile.number);
    expect(complaints.filter((text) => !text.includes('503'))).toEqual([]);
    complaints = [];
  });

  it('says what has come elsewhere on the page, until it is looked at', async () => {
    const page = await openPage();

    const { number } = await comment({ body: 'Down here', guestName: 'Passer-by' });
    const news = page.locator('.news');
    await news.getByText('New: Passer-by ↓').waitFor();
    await page.locator(`#comment-${number}`).scrollIntoViewIfNeeded();

    await news.waitFor({ state: 'hidden' });
  });

  it('fits a narrow screen', async () => {
    const page = await openPage('?view=thread', { viewport: { width: 375, height: 800 } });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  });
});

it('is there without a script, and leads from one view to the same comment in the other', async () => {
  const page = await openPage('', { javaScriptEnabled: false });

  await page.locator('#comment-6').getByText('view in thread').click();

  expect(new URL(page.url()).search).toBe('?view=thread');
  expect(new URL(page.url()).hash).toBe('#comment-6');
  await page.locator('#comment-6:target').waitFor();
});

it('is reached from the landing page', async () => {
  const page = await newPage();
  await page.goto(app.url);

  await page.getByRole('link', { name: 'Discussion' }).click();

  await isLive(page);
});

type PageOptions = BrowserContextOptions & { readonly origin?: string };

async function openPage(search = '', { origin = app.url, ...options }: PageOptions = {}): Promise<Page> {
  const page = await newPage({ origin, ...options });
  await page.goto(`${origin}/posts/${demo().slug}${search}`);
  if (options.javaScriptEnabled !== false) await isLive(page);
  return page;
}

async function newPage({ origin = app.url, ...options }: PageOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  contexts.push(context);
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin || url.protocol === 'data:') return route.continue();
    outbound.push(url.href);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  return page;
}

async function isLive(page: Page): Promise<void> {
  await page.locator('.live[data-state=live]').waitFor();
}

async function countOf(page: Page): Promise<number> {
  return Number.parseInt((await page.locator('.discussion h2').textContent()) ?? '', 10);
}

async function numbersOf(page: Page): Promise<number[]> {
  return (await page.locator('.comment .number').allTextContents()).map(Number);
}

/** The discussion's HTML, but for the marks of what is new. */
async function contentOf(page: Page): Promise<string[]> {
  const comments = await page.locator('.comment').evaluateAll((all) => all.map(({ outerHTML }) => outerHTML));
  return [String(await countOf(page)), ...comments.map((html) => html.replace(/ fresh(?=")/, ''))];
}

function demo() {
  if (app.demo === null) throw new Error('Expected the demo.');
  return app.demo;
}

/** Writes a comment as any client does. */
async function comment(input: {
  body: string;
  parentId?: string;
  subject?: string;
  guestName?: string;
}): Promise<{ id: string; number: number }> {
  const query = `mutation ($input: CreateCommentInput!) {
    createComment(input: $input) { ... on CreateCommentPayload { comment { id number } } }
  }`;
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input: { postId: demo().id, ...input } } }),
  });
  const answer = (await response.json()) as { data: { createComment: { comment: { id: string; number: number } } } };
  return answer.data.createComment.comment;
}
