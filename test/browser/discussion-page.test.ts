import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { launchBrowser } from '../harness/browser.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';

// Our own page, in a browser that reaches nothing but the service: on a post of each test, and on the demo, which has two pages.

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-discussion-'));
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
}, 60_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Post {
  readonly id: string;
  readonly slug: string;
}

let contexts: BrowserContext[];
let outbound: string[];
let complaints: string[];
let post: Post;

beforeEach(async () => {
  contexts = [];
  outbound = [];
  complaints = [];
  post = await aPost();
});

afterEach(async () => {
  for (const context of contexts) await context.close();
  expect(outbound).toEqual([]);
  expect(complaints).toEqual([]);
});

describe('an open page', () => {
  it.each(['', '?view=thread'])(
    'goes on by itself from what it shows, and asks for nothing: /posts/…%s',
    async (search) => {
      const first = await comment({ body: 'There from the start.' });
      const asked: string[] = [];
      const page = await openPage(search, { onRequest: (url) => asked.push(url) });
      await page.locator('article', { hasText: 'There from the start.' }).filter({ visible: true }).waitFor();

      const { number } = await comment({ body: 'A *new* remark.', guestName: '<img src=x onerror=alert(1)>' });
      await page.getByRole('button', { name: '1 new comment' }).waitFor();
      expect(await numbersOf(page)).toEqual([first.number]);
      await page.getByRole('button', { name: '1 new comment' }).click();

      const added = page.locator(`article#comment-${number}`);
      await added.locator('.text em', { hasText: 'new' }).waitFor();
      expect(await added.locator('.name').textContent()).toBe('<img src=x onerror=alert(1)>');
      expect(await numbersOf(page)).toEqual([first.number, number]);
      expect(asked.filter((url) => new URL(url).pathname === '/graphql')).toEqual([]);
      expect(await shiftsOf(page)).toBe(0);
    },
  );

  it('has no gap after a page that was made before others wrote', async () => {
    const seen = await comment({ body: 'Seen.' });
    const { page, takeOver } = await openHeld();
    const written = [];
    for (const body of ['One.', 'Two.', 'Three.']) written.push((await comment({ body })).number);

    await takeOver();
    await page.getByRole('button', { name: '3 new comments' }).click();
    await page.getByText('Three.').waitFor();

    expect(await numbersOf(page)).toEqual([seen.number, ...written]);
  });

  it.each([
    ['', 800],
    ['', 360],
    ['?view=thread', 800],
    ['?view=thread', 360],
  ])('moves nothing when the component takes it over: /posts/…%s, at %i pixels', async (search, width) => {
    const { page, takeOver } = await openHeld(search, { on: demo(), viewport: { width, height: 700 } });
    const place = page.locator('#comment-20:visible');
    await place.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    const link = place.getByRole('link', { name: 'link to this' });
    await link.evaluate((element: HTMLElement) => element.focus({ preventScroll: true }));
    const topOf = async () => (await page.locator('#comment-20:visible').boundingBox())?.y ?? 0;
    const before = await topOf();

    await takeOver();

    // Comments have parts of pixels; a page scrolls by whole ones.
    expect(Math.abs((await topOf()) - before)).toBeLessThanOrEqual(1);
    expect(await page.evaluate(FOCUSED)).toBe('comment-20');
    expect(await shiftsOf(page)).toBe(0);
  });

  it.each([800, 360])('goes on with what is pinned, at %i pixels: the same words, in the same place', async (width) => {
    const moderator = await asAccount('mod', 'MODERATOR');
    const pin = async (commentId: string, as: string) =>
      await change('pinComment', { commentId, as, on: true }, moderator);
    const first = await comment({ body: `A *first* word, ${'long '.repeat(40)}\n\n- and\n- more` });
    const second = await comment({ body: 'A second word.', guestName: 'Hal' });
    await pin(first.id, 'FIRST_WORD');
    const asked: string[] = [];
    const { page, takeOver } = await openHeld('', {
      ...{ viewport: { width, height: 900 }, onRequest: (url) => asked.push(url) },
    });
    const pins = page.locator('.pins a:visible');
    const read = async () => {
      const { y = 0, ...box } = (await pins.first().boundingBox()) ?? {};
      return { texts: await pins.allInnerTexts(), top: Math.round(y), ...box };
    };
    const before = await read();

    await takeOver();

    const after = await read();
    expect(before.texts).toHaveLength(1);
    expect(after).toEqual(before);
    expect(await shiftsOf(page)).toBe(0);

    await pin(second.id, 'LAST_WORD');
    await page.getByRole('link', { name: 'Pinned as the last word Hal: A second word.' }).click();
    await expect.poll(async () => await page.evaluate(FOCUSED)).toBe(`comment-${second.number}`);
    expect(asked.filter((url) => new URL(url).pathname === '/graphql')).toEqual([]);
  });

  it('says exact times in the zone and the language of its reader, and moves nothing for that', async () => {
    await comment({ body: 'A word.' });
    const { page, takeOver } = await openHeld('', { timezoneId: 'Asia/Tokyo', locale: 'de-DE' });
    const byline = page.locator('.byline time');
    const text = await byline.textContent();
    const exact = new Intl.DateTimeFormat('de-DE', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Asia/Tokyo' });
    const expected = async (time: Locator) => exact.format(new Date((await time.getAttribute('datetime')) ?? ''));
    expect(text).toMatch(/ UTC$/);

    await takeOver();

    expect(await byline.getAttribute('title')).toBe(await expected(byline));
    expect(await byline.textContent()).toBe(text);
    const moment = page.locator('.moment:visible');
    expect(await moment.getAttribute('title')).toBe(await expected(moment.locator('time')));
    expect(await shiftsOf(page)).toBe(0);
  });

  it.each([
    ['an empty discussion', 'empty'],
    ['a short one', 'short'],
    ['a closed one', 'closed'],
  ])('moves nothing around %s', async (_, kind) => {
    if (kind !== 'empty') await comment({ body: 'A word.' });
    if (kind === 'closed')
      await change('updatePost', { postId: post.id, commentsOpen: false }, await asAccount('mod', 'MODERATOR'));
    const { page, takeOver } = await openHeld('', { viewport: { width: 800, height: 2_000 } });
    const topOf = async () => (await page.locator('.colophon').boundingBox())?.y;
    const before = await topOf();

    await takeOver();

    expect(await topOf()).toBe(before);
    expect(await shiftsOf(page)).toBe(0);
  });

  it.each(['', '?view=thread'])('shows edits and withdrawals: /posts/…%s', async (search) => {
    const voice = 'a-voice-of-the-browser-tests';
    const edited = await comment({ body: 'First words', guestName: 'Second thoughts' }, voice);
    const withdrawn = await comment({ body: 'Soon gone' }, voice);
    const page = await openPage(search);
    await page.getByRole('heading', { name: '2 comments' }).waitFor();

    await change('editComment', { commentId: edited.id, subject: 'Well', body: 'Other *words*' }, voice);
    await change('deleteComment', { commentId: withdrawn.id }, voice);

    await page.locator('.text em', { hasText: 'words' }).waitFor();
    await page.getByText('This comment was withdrawn.').waitFor();
    await page.getByRole('heading', { name: '1 comment' }).waitFor();
  });

  it('says when the discussion closes and opens', async () => {
    const page = await openPage();
    const moderator = await asAccount('mod', 'MODERATOR');
    const setOpen = async (commentsOpen: boolean) =>
      await change('updatePost', { postId: post.id, commentsOpen }, moderator);
    const note = page.getByText('This discussion is closed to new comments.');

    await setOpen(false);
    await note.waitFor();
    await setOpen(true);
    await note.waitFor({ state: 'hidden' });
  });

  it('catches up when its connection was away, each comment once', async () => {
    const proxy = await startTcpProxy();
    onTestFinished(() => proxy.stop());
    const port = Number(new URL(app.url).port);
    proxy.aimAt(port);
    const page = await openPage('', { origin: `http://127.0.0.1:${proxy.port}` });
    const seen = await comment({ body: 'Seen' });
    await page.getByRole('button', { name: '1 new comment' }).click();
    await page.getByText('Seen').waitFor();

    proxy.aimAt(undefined);
    proxy.cut();
    const missed = await comment({ body: 'Missed' });
    proxy.aimAt(port);
    await page.getByRole('button', { name: '1 new comment' }).click();
    await page.getByText('Missed').waitFor();

    expect(await numbersOf(page)).toEqual([seen.number, missed.number]);
    // The browser itself reports that it lost the connection.
    complaints = [];
  });

  it('leads to a page of its author from each account', async () => {
    await change('createComment', { postId: post.id, body: 'As an account.' }, await asAccount('mod', 'MODERATOR'));
    const page = await openPage();

    await page.getByRole('link', { name: '@mod' }).click();

    await page.waitForURL(`${app.url}/authors/mod`);
  });

  it.each(['', '?view=thread'])('fits a narrow screen: /posts/…%s', async (search) => {
    const page = await openPage(search, { on: demo(), viewport: { width: 375, height: 800 } });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  });

  it('leads to what is written on another page', async () => {
    const page = await openPage('', { on: demo() });

    await comment({ body: 'On the last page', guestName: 'Passer-by' }, undefined, demo());
    await page.getByRole('button', { name: '1 new comment' }).click();

    await page.getByText('On the last page').waitFor();
  });

  it('finds the page of a comment that its address names', async () => {
    const page = await newPage();

    await page.goto(`${app.url}/posts/${demo().slug}#comment-70`);

    await page.locator('article#comment-70:visible').waitFor();
    await expect.poll(async () => await page.evaluate(FOCUSED)).toBe('comment-70');
  });
});

describe('without a script', () => {
  it('begins no line with the dot between name and date', async () => {
    const page = await openPage('?view=thread', {
      ...{ on: demo(), viewport: { width: 390, height: 800 }, javaScriptEnabled: false },
    });

    const lines = await page.locator('.by').evaluateAll((all) =>
      all.map((line) => {
        const [name, dot] = ['.handle, .name', '.dot'].map((selector) => [...line.querySelectorAll(selector)].at(-1));
        const bottomOf = (element: Element | undefined) => [...(element?.getClientRects() ?? [])].at(-1)?.bottom ?? 0;
        return Math.abs(bottomOf(name) - bottomOf(dot));
      }),
    );
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((distance) => distance > 5)).toEqual([]);
  });

  it('keeps a number of three digits apart from the name', async () => {
    let { number } = await comment({ body: 'A word' });
    while (number < 100) ({ number } = await comment({ body: 'Another word' }));
    const page = await openPage('?before=', { viewport: { width: 390, height: 800 }, javaScriptEnabled: false });

    const distance = await page.locator(`#comment-${number}`).evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element.querySelector('.number') ?? element);
      const name = element.querySelector('.name')?.getBoundingClientRect();
      return (name?.left ?? 0) - range.getBoundingClientRect().right;
    });
    expect(distance).toBeGreaterThan(5);
  });

  it('names the comment of each link, and keeps no room for a form', async () => {
    const page = await openPage('', { on: demo(), javaScriptEnabled: false });

    await page.getByRole('link', { name: 'link to this comment 1', exact: true }).waitFor();
    expect(await page.locator('.form').isVisible()).toBe(false);
  });
});

it('is there without a script, and leads from one view to the same comment in the other', async () => {
  const page = await openPage('', { on: demo(), javaScriptEnabled: false });

  await page.locator('#comment-6').getByText('view in thread').click();

  expect(new URL(page.url()).search).toBe('?view=thread&comment=6');
  expect(new URL(page.url()).hash).toBe('#comment-6');
  await page.locator('#comment-6:target').waitFor();
});

it('is read from page to page without a script', async () => {
  const page = await openPage('', { on: demo(), javaScriptEnabled: false });
  const first = await numbersOf(page);

  await page.getByRole('link', { name: 'Next comments' }).click();
  await page.locator('#comment-51').waitFor();
  await page.getByRole('link', { name: 'Previous comments' }).first().click();
  await page.locator('#comment-1').waitFor();

  expect(await numbersOf(page)).toEqual(first);
});

it('is reached from the list of posts, and leads back', async () => {
  const page = await newPage();
  await page.goto(`${app.url}/posts/nothing-here`).catch(() => null);
  await page.getByRole('link', { name: 'See all posts.' }).click();

  await page.getByRole('link', { name: post.slug, exact: true }).click();
  await isTakenOver(page);
  await page.getByRole('link', { name: 'All posts' }).click();

  await page.getByRole('link', { name: post.slug, exact: true }).waitFor();
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  complaints = [];
});

it('is reached from the landing page', async () => {
  const page = await newPage();
  await page.goto(app.url);

  await page.getByRole('link', { name: 'Discussion' }).click();

  await isTakenOver(page);
});

interface PageOptions extends BrowserContextOptions {
  readonly origin?: string;
  readonly on?: Post;
  readonly onRequest?: (url: string) => void;
}

const FOCUSED = 'document.activeElement?.shadowRoot?.activeElement?.id';
const COUNT_SHIFTS = `globalThis.shifts = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (shifts += one.hadRecentInput ? 0 : one.value))).observe({ type: 'layout-shift', buffered: true });`;

async function openPage(search = '', { origin = app.url, on = post, ...options }: PageOptions = {}): Promise<Page> {
  const page = await newPage({ origin, ...options });
  await page.goto(`${origin}/posts/${on.slug}${search}`);
  if (options.javaScriptEnabled !== false) await isTakenOver(page);
  return page;
}

/** A page on which the component waits for leave to take over. */
async function openHeld(
  search = '',
  { on = post, ...options }: PageOptions = {},
): Promise<{ page: Page; takeOver: () => Promise<void> }> {
  const page = await newPage(options);
  const held = new AbortController();
  const isFree = once(held.signal, 'abort');
  await page.route('**/embed/discussion-*.js', async (route) => {
    await isFree;
    await route.fallback();
  });
  await page.goto(`${app.url}/posts/${on.slug}${search}`, { waitUntil: 'commit' });
  await page.locator('.colophon').waitFor();
  const takeOver = async () => {
    held.abort();
    await isTakenOver(page);
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
  };
  return { page, takeOver };
}

async function newPage({ origin = app.url, onRequest, ...options }: PageOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  contexts.push(context);
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    // Pictures have the service's own address, also where the page came through a proxy.
    if ([origin, app.url].includes(url.origin) || url.protocol === 'data:') return route.continue();
    outbound.push(url.href);
    return route.abort();
  });
  const page = await context.newPage();
  await page.addInitScript(COUNT_SHIFTS);
  if (onRequest !== undefined) page.on('request', (request) => onRequest(request.url()));
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

async function isTakenOver(page: Page): Promise<void> {
  await page.locator('[part~="discussion"]').waitFor();
}

/** How much moved on the screen that nobody moved, as the browser counts it. */
async function shiftsOf(page: Page): Promise<number> {
  return Number(await page.evaluate('shifts'));
}

/** The numbers of the comments on the page, as they stand on it. */
async function numbersOf(page: Page): Promise<number[]> {
  const ids = await page.locator('.comment:visible').evaluateAll((all) => all.map(({ id }) => id));
  return ids.map((id) => Number(id.replace('comment-', '')));
}

let posts = 0;

async function aPost(): Promise<Post> {
  posts += 1;
  const query = `mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on CreatePostPayload { post { id slug } } } }`;
  const input = { title: `post-${posts}`, slug: `post-${posts}`, body: 'Some text.\n\n'.repeat(20), publish: true };
  const { data } = (await send({ query, variables: { input } }, await asAccount('an-author', 'AUTHOR'))) as {
    data: { createPost: { post: Post } };
  };
  return data.createPost.post;
}

function demo() {
  if (app.demo === null) throw new Error('Expected the demo.');
  return app.demo;
}

/** Writes a comment as any client does: with a voice, where it is to be changed later. */
async function comment(
  input: { body: string; parentId?: string; subject?: string; guestName?: string },
  voice?: string,
  on = post,
): Promise<{ id: string; number: number }> {
  const query = `mutation ($input: CreateCommentInput!) {
    createComment(input: $input) { ... on CreateCommentPayload { comment { id number } } }
  }`;
  const { data } = (await send({ query, variables: { input: { postId: on.id, ...input } } }, asVoice(voice))) as {
    data: { createComment: { comment: { id: string; number: number } } };
  };
  return data.createComment.comment;
}

/** Runs a mutation that must succeed. */
async function change(name: string, input: object, credential: string | Record<string, string>): Promise<void> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename } }`;
  const headers = typeof credential === 'string' ? asVoice(credential) : credential;

  expect(await send({ query, variables: { input } }, headers)).toMatchObject({
    data: { [name]: { __typename: `${type}Payload` } },
  });
}

async function asAccount(handle: string, role: 'AUTHOR' | 'MODERATOR'): Promise<Record<string, string>> {
  const claims = { subject: handle, handle, role };
  return { authorization: `Bearer ${await signToken(claims, { secret: config.authSecret ?? '', expiresIn: 60 })}` };
}

function asVoice(voice: string | undefined): Record<string, string> {
  return voice === undefined ? {} : { 'colloquy-voice': voice };
}

async function send(body: object, headers: Record<string, string>): Promise<unknown> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return await response.json();
}
