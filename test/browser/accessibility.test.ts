import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { launchBrowser } from '../harness/browser.ts';

// Every page for readers, as axe-core judges it by WCAG 2.2 AA and its own best practices, on the demo.

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RUN = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}).then(({ violations }) =>
  violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    id + ' (' + help + '): ' + target.join(' ') + ': ' + failureSummary)))`;

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-accessibility-'));

let app: App;
let browser: Browser;
let slug: string;

beforeAll(async () => {
  const env = { NODE_ENV: 'development', PORT: '0', DATA_DIR: dataDir, DEMO_COMMENTER: 'off', RATE_LIMITS: 'off' };
  app = await startApp({ config: readConfig(env), logger: pino({ level: 'error' }, pino.destination(2)) });
  browser = await launchBrowser();
  slug = app.demo?.slug ?? '';
}, 60_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const PAGES = [
  ['the landing page', () => '/'],
  ['the list of posts', () => '/posts'],
  ['the list of tags', () => '/tags'],
  ['a tag', async (page: Page) => await findFirst(page, { on: '/tags', selector: '.kinds li a' })],
  ['an author', async (page: Page) => await findFirst(page, { on: `/posts/${slug}`, selector: '.byline a' })],
  [
    'a commenter',
    async (page: Page) => await findFirst(page, { on: `/posts/${slug}`, selector: '.comment .handle a' }),
  ],
  ['a discussion by time', () => `/posts/${slug}`],
  ['a discussion by thread', () => `/posts/${slug}?view=thread`],
  ['a discussion around a comment', () => `/posts/${slug}?view=thread&comment=40#comment-40`],
  ['a page that is not there', () => '/posts/nothing-here'],
] as const;

const LOOKS = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

describe.each(LOOKS)('$width pixels wide, $colorScheme', ({ width, colorScheme }) => {
  it.each(PAGES)('%s shuts nobody out', async (_, find) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    const path = await find(page);
    const response = await page.goto(`${app.url}${path}`);
    expect([200, 404]).toContain(response?.status());

    // What a debugger runs is not subject to the policy of the page.
    await page.evaluate(AXE);
    const findings: unknown = await page.evaluate(RUN);
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
    await context.close();

    expect(findings).toEqual([]);
    expect(widths).toEqual([width, width]);
  });
});

it('is walked through by keys: to the content at once, and always seen where one is', async () => {
  const page = await browser.newPage();
  await page.goto(`${app.url}/posts/${slug}`);

  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  const box = await skip.boundingBox();
  const outline = await skip.evaluate((link) => getComputedStyle(link).outlineStyle);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const isInside = await page.evaluate("document.activeElement?.closest('main') !== null");
  await page.close();

  expect(box?.y).toBeGreaterThanOrEqual(0);
  expect(outline).not.toBe('none');
  expect(isInside).toBe(true);
});

async function findFirst(page: Page, { on, selector }: { on: string; selector: string }): Promise<string> {
  await page.goto(`${app.url}${on}`);
  const href = await page
    .locator(selector)
    .first()
    .evaluate((link) => link instanceof HTMLAnchorElement && link.href);
  return String(href).replace(app.url, '');
}
