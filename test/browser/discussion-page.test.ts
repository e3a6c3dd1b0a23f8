import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { launchBrowser } from '../harness/browser.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';

// The readers' page in a browser that reaches nothing but the service: on a post of each test, and on the demo, which has two pages.

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

  it.each(['', '?view=thread'])('shows edits and withdrawals, as a reload would: /posts/…%s', async (search) => {
    const page = await openPage(search);
    const voice = 'a-voice-of-the-browser-tests';
    const edited = await comment({ body: 'First words', guestName: 'Second thoughts' }, voice);
    const withdrawn = await comment({ body: 'Soon gone' }, voice);
    await page.locator(`#comment-${withdrawn.number}`).waitFor();
    const before = await countOf(page);

    await change('editComment', { commentId: edited.id, subject: 'Well', body: 'Other *words*' }, voice);
    await change('deleteComment', { commentId: withdrawn.id }, voice);

    await page.locator(`#comment-${edited.number} .edited time`).waitFor();
    await page.locator(`#comment-${withdrawn.number} .gone`).waitFor();
    expect(await page.locator(`#comment-${edited.number} .text`).innerHTML()).toContain('Other <em>words</em>');
    expect(await page.locator(`#comment-${edited.number} .subject`).textContent()).toBe('Well');
    expect(await countOf(page)).toBe(before - 1);
    const live = await contentOf(page);
    await page.reload();
    await isLive(page);
    expect(live).toEqual(await contentOf(page));
  });

  it('says when the discussion closes and opens', async () => {
    const page = await openPage();
    const moderator = await asAccount('mod', 'MODERATOR');
    const setOpen = async (commentsOpen: boolean) =>
      await change('updatePost', { postId: post.id, commentsOpen }, moderator);
    const note = page.getByText('This discussion is closed.');

    await setOpen(false);
    await note.waitFor();
    await setOpen(true);
    await note.waitFor({ state: 'hidden' });
  });

  it('leads to what is pinned, as a reload would, also once that is hidden and restored', async () => {
    const page = await openPage();
    const moderator = await asAccount('mod', 'MODERATOR');
    const { id: commentId, number } = await comment({ body: 'The last word' });
    const links = page.locator('.pins a:visible');
    const last = page.locator(`.pins .last[href="#comment-${number}"]`);
    const before = await links.count();
    const follow = async (name: string, input: object, state: 'visible' | 'hidden') => {
      await change(name, { commentId, ...input }, moderator);
      await last.waitFor({ state });
      const live = await page.locator('.pins').innerHTML();
      await page.reload();
      await isLive(page);
      expect(live).toBe(await page.locator('.pins').innerHTML());
    };

    await follow('pinComment', { as: 'LAST_WORD', on: true }, 'visible');
    expect(await links.count()).toBe(before + 1);
    await follow('moderateComment', { action: 'HIDE', reason: 'For a test.' }, 'hidden');
    await follow('moderateComment', { action: 'RESTORE' }, 'visible');
    await follow('pinComment', { as: 'LAST_WORD', on: false }, 'hidden');
  });

  it('never moves the comment that is being read', async () => {
    const page = await openPage('', { viewport: { width: 800, height: 600 } });
    const voice = 'a-voice-of-the-browser-tests';
    const above = await comment({ body: 'A line' }, voice);
    const justAbove = await comment({ body: 'A line' }, voice);
    const read = await comment({ body: 'Read by somebody' });
    for (let count = 0; count < 6; count += 1) await comment({ body: 'Below\n\nBelow\n\nBelow' });
    await page.locator(`#comment-${read.number + 6}`).waitFor();
    const place = page.locator(`#comment-${read.number}`);
    await place.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const topOf = () => place.evaluate((element) => element.getBoundingClientRect().top);
    const before = await topOf();

    const long = 'A line.\n\n'.repeat(40);
    await change('editComment', { commentId: justAbove.id, body: long }, voice);
    await page.locator(`#comment-${justAbove.number} .edited`).waitFor();
    const afterEdit = await topOf();
    await change('editComment', { commentId: above.id, body: long }, voice);
    await change('deleteComment', { commentId: justAbove.id }, voice);
    await page.locator(`#comment-${justAbove.number} .gone`).waitFor();

    // Comments have parts of pixels; a page scrolls by whole ones.
    const moved = [afterEdit, await topOf()].map((top) => Math.abs(top - before));
    expect(Math.max(...moved)).toBeLessThanOrEqual(1);
  });

  it('keeps the focus on a link of a comment that is edited', async () => {
    const page = await openPage();
    const voice = 'a-voice-of-the-browser-tests';
    const { id, number } = await comment({ body: 'A word' }, voice);
    const link = page.locator(`#comment-${number} .self`);
    await link.focus();

    await change('editComment', { commentId: id, body: 'Another' }, voice);
    await page.locator(`#comment-${number} .edited`).waitFor();

    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
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

    await page.goto(`${app.url}/posts/${post.slug}`);
    await isLive(page);
    await page.getByText('Between the page and its stream').waitFor();

    expect((await numbersOf(page)).at(-1)).toBe(meanwhile.number);
    expect(complaints.filter((text) => !text.includes('503'))).toEqual([]);
    complaints = [];
  });

  it('announces a comment outside the window until it is in view', async () => {
    const page = await openPage();

    const { number } = await comment({ body: 'Down here', guestName: 'Passer-by' });
    const news = page.locator('.news');
    await news.getByText('New: Passer-by guest ↓').waitFor();
    await page.locator(`#comment-${number}`).scrollIntoViewIfNeeded();

    await news.waitFor({ state: 'hidden' });
  });

  it.each(['', '?view=thread'])('fits a narrow screen: /posts/…%s', async (search) => {
    const page = await openPage(search, { on: demo(), viewport: { width: 375, height: 800 } });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  });

  it('begins no line with the dot between name and date', async () => {
    const page = await openPage('?view=thread', { on: demo(), viewport: { width: 390, height: 800 } });

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
    const page = await openPage('', { viewport: { width: 390, height: 800 } });
    let { number } = await comment({ body: 'A word' });
    while (number < 100) ({ number } = await comment({ body: 'Another word' }));
    const added = page.locator(`#comment-${number}`);
    await added.waitFor();

    const distance = await added.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element.querySelector('.number') ?? element);
      const name = element.querySelector('.name')?.getBoundingClientRect();
      return (name?.left ?? 0) - range.getBoundingClientRect().right;
    });
    expect(distance).toBeGreaterThan(5);
  });

  it('names the comment of each link', async () => {
    const page = await openPage('', { on: demo() });
    await page.getByRole('link', { name: 'link to this comment 1', exact: true }).waitFor();
    await page.goto(`${app.url}/posts/${demo().slug}?before=`);
    await isLive(page);

    const { number } = await comment({ body: 'A word' }, undefined, demo());

    await page.getByRole('link', { name: `link to this comment ${number}`, exact: true }).waitFor();
  });

  it.each(['', '?view=thread'])('leads to what is written on another page: /posts/…%s', async (search) => {
    const page = await openPage(search, { on: demo() });
    const before = await numbersOf(page);

    const { number } = await comment({ body: 'On the last page', guestName: 'Passer-by' }, undefined, demo());
    await page.getByText('New: Passer-by guest →').click();
    await page.locator(`#comment-${number}:target`).waitFor();

    expect(before).toHaveLength(50);
    expect(new URL(page.url()).search).toContain(`comment=${number}`);
  });

  it('finds the page of a comment that its address names', async () => {
    const page = await newPage();

    await page.goto(`${app.url}/posts/${demo().slug}#comment-70`);
    await page.locator('#comment-70:target').waitFor();
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
  await isLive(page);
  await page.getByRole('link', { name: 'All posts' }).click();

  await page.getByRole('link', { name: post.slug, exact: true }).waitFor();
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  complaints = [];
});

it('is reached from the landing page', async () => {
  const page = await newPage();
  await page.goto(app.url);

  await page.getByRole('link', { name: 'Discussion' }).click();

  await isLive(page);
});

type PageOptions = BrowserContextOptions & { readonly origin?: string; readonly on?: Post };

async function openPage(search = '', { origin = app.url, on = post, ...options }: PageOptions = {}): Promise<Page> {
  const page = await newPage({ origin, ...options });
  await page.goto(`${origin}/posts/${on.slug}${search}`);
  if (options.javaScriptEnabled !== false) await isLive(page);
  return page;
}

async function newPage({ origin = app.url, ...options }: PageOptions = {}): Promise<Page> {
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

/** The discussion's HTML without the highlight of new comments. */
async function contentOf(page: Page): Promise<string[]> {
  const comments = await page.locator('.comment').evaluateAll((all) => all.map(({ outerHTML }) => outerHTML));
  return [String(await countOf(page)), ...comments.map((html) => html.replace(/ fresh(?=")/, ''))];
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
