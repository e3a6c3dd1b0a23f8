import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { ModeratedCommentDocument } from '../../src/sdk/index.ts';
import { readDocument } from '../../src/sdk/typed-document.ts';
import { launchBrowser } from '../harness/browser.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';

// The desk of the moderators, in a browser that reaches nothing but the service. What guests write is held.

const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-desk-'));
const config = readConfig({
  ...{ NODE_ENV: 'development', PORT: '0', DATA_DIR: dataDir },
  ...{ DEMO_COMMENTER: 'off', RATE_LIMITS: 'off', PREMODERATE: 'guests' },
});
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

let app: App;
let browser: Browser;
let contexts: BrowserContext[];
let complaints: string[];

beforeAll(async () => {
  app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

beforeEach(() => {
  contexts = [];
  complaints = [];
});

afterEach(async () => {
  for (const context of contexts) await context.close();
  expect(complaints).toEqual([]);
});

it('lets a moderator do three things by the keyboard alone', async () => {
  const texts = ['One to approve', 'One to turn down', 'One to mute and approve'];
  for (const text of texts) await hold(text);
  const page = await openDesk();
  const [approved, turnedDown, muted] = texts.map((text) => rowOf(page, text));

  await pressUntilSelected(page, texts[0] ?? '');
  await page.keyboard.press('a');
  await approved?.waitFor({ state: 'detached' });
  await selected(page, texts[1] ?? '').waitFor();
  await page.keyboard.press('t');
  await page.locator('.reason input:focus').waitFor();
  await page.keyboard.type('That is not for here');
  await page.keyboard.press('Enter');
  await turnedDown?.waitFor({ state: 'detached' });
  await selected(page, texts[2] ?? '').waitFor();
  await page.keyboard.press('m');
  await page.keyboard.type('Too much');
  await page.keyboard.press('Enter');
  await page.getByText('Muted: 1').waitFor();
  await page.keyboard.press('u');
  await page.getByText('Mute ended: 1').waitFor();
  await page.keyboard.press('a');
  await muted?.waitFor({ state: 'detached' });

  expect(await auditOf()).toEqual(['APPROVE', 'END_MUTE', 'MUTE', 'TURN_DOWN', 'APPROVE']);
});

it('shows two moderators the same queue in the end, and what the one did while the other read it', async () => {
  const [ours, theirs] = ['Read by both', 'Left by the one'].map((text) => text);
  await hold(ours ?? '');
  await hold(theirs ?? '');
  const one = await openDesk();
  const other = await openDesk('other-mod');
  await rowOf(other, ours ?? '').click();

  await rowOf(one, ours ?? '').click();
  await one.getByRole('button', { name: 'Approve' }).click();
  await other.getByText('Approved by Mod').waitFor();
  await hold('Come meanwhile');
  for (const page of [one, other]) await rowOf(page, 'Come meanwhile').waitFor();

  expect(await textsOf(one)).toEqual(await textsOf(other));
  expect(await textsOf(one)).not.toContain(ours);
});

it('does the same to many', async () => {
  for (let count = 1; count <= 4; count += 1) await hold(`Of many ${count}`);
  const page = await openDesk();
  await pressUntilSelected(page, 'Of many 1');

  await page.keyboard.press('x');
  for (let count = 0; count < 3; count += 1) await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('4 selected').waitFor();
  await page.keyboard.press('a');

  await page.getByText('Approved: 4').waitFor();
  expect((await textsOf(page)).filter((text) => text.startsWith('Of many'))).toEqual([]);
});

it('says which of many failed and why, and keeps those as they were', async () => {
  const takenBack = await aPostOf('author');
  await hold('Goes through 1');
  await hold('Cannot go through', takenBack);
  await hold('Goes through 2');
  await setPublished(takenBack, false);
  const page = await openDesk();
  await pressUntilSelected(page, 'Goes through 1');

  await page.keyboard.press('x');
  for (let count = 0; count < 2; count += 1) await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('3 selected').waitFor();
  await page.keyboard.press('a');

  await page.getByText('Approved: 2').waitFor();
  const failed = page.locator('.item', { hasText: 'Cannot go through' });
  await failed.getByRole('alert').waitFor();
  expect(await failed.getByRole('alert').textContent()).toContain('not published');
  expect(await page.locator('.item [role=alert]').count()).toBe(1);
  expect((await textsOf(page)).filter((text) => text.startsWith('Goes through'))).toEqual([]);
  // It is selected still, so that the same can be tried again once the reason is gone.
  await page.getByText('1 selected').waitFor();
  await setPublished(takenBack, true);
  await page.keyboard.press('a');
  await page.getByText('Approved: 1').waitFor();
  await failed.waitFor({ state: 'detached' });
});

it('shows the same after it was loaded anew, and asks for no token again', async () => {
  for (const text of ['Stays 1', 'Is turned down', 'Stays 2']) await hold(text);
  const page = await openDesk();
  await pressUntilSelected(page, 'Is turned down');
  await page.keyboard.press('t');
  await page.locator('.reason input:focus').waitFor();
  await page.keyboard.press('Enter');
  await rowOf(page, 'Is turned down').waitFor({ state: 'detached' });
  const before = await textsOf(page);

  await page.reload();
  await rowOf(page, 'Stays 2').waitFor();

  expect(await textsOf(page)).toEqual(before);
  expect(before).not.toContain('Is turned down');
  await page.getByText('Live', { exact: true }).waitFor();
  await hold('Comes after that');
  await rowOf(page, 'Comes after that').waitFor();
});

it('brings the earlier pin back, even if the comment was pinned before the desk had read what was', async () => {
  const page = await openDesk();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The desk asks by the ids of its documents.
  const surroundings = readDocument(ModeratedCommentDocument).documentId ?? '';
  let asked = 0;
  await page.route('**/graphql', async (route) => {
    const isOfSurroundings = route.request().postData()?.includes(surroundings) === true;
    if (isOfSurroundings) asked += 1;
    if (isOfSurroundings && asked === 1) await released;
    await route.fallback();
  });
  await page.getByRole('button', { name: 'Reported' }).click();
  await page.locator('.pick').first().click();
  const id = (await page.locator('.item[data-selected]').getAttribute('data-id')) ?? '';
  const before = await firstWordBy(id);

  await page.keyboard.press('p');
  await page.getByText('Pinned: 1').waitFor();
  const after = await firstWordBy(id);
  await page.keyboard.press('u');
  await expect.poll(() => firstWordBy(id)).toBe(before);
  release();
  await page.locator('.evidence').first().waitFor();

  expect([before, after]).toEqual([expect.any(String), id]);
  expect(asked).toBe(2);
});

it('pins a comment as a word of its discussion, and takes the pin away', async () => {
  const page = await openDesk();
  await page.getByRole('button', { name: 'Reported' }).click();
  await page.locator('.pick').first().click();
  await page.locator('.evidence').first().waitFor();
  const id = (await page.locator('.item[data-selected]').getAttribute('data-id')) ?? '';
  const before = await firstWordBy(id);
  const [pinned, free] = [/^\s*Unpin/, /^\s*Pin/].map((name) =>
    page.locator('[data-command=pinFirst]', { hasText: name }),
  );

  await page.keyboard.press('p');
  await pinned?.waitFor();
  const after = await firstWordBy(id);
  await page.keyboard.press('u');
  await free?.waitFor();
  const undone = await firstWordBy(id);
  await page.keyboard.press('p');
  await pinned?.waitFor();
  await page.keyboard.press('p');
  await free?.waitFor();

  expect([after, undone, await firstWordBy(id)]).toEqual([id, before, null]);
});

it('hides and restores a reported comment, and remembers the reason', async () => {
  const page = await openDesk();
  await page.getByRole('button', { name: 'Reported' }).click();
  await page.locator('.pick').first().click();
  await page.locator('.evidence').first().waitFor();

  await page.keyboard.press('h');
  await page.keyboard.type('Against the rules');
  await page.keyboard.press('Enter');
  await page.getByText('Hidden: 1').waitFor();
  await page.keyboard.press('u');
  await page.getByText('Restored: 1').waitFor();
  await page.getByRole('button', { name: 'Audit log' }).click();

  await page.getByRole('cell', { name: 'Against the rules' }).waitFor();
});

it('loses nothing when the network is cut', async () => {
  const proxy = await startTcpProxy();
  onTestFinished(() => proxy.stop());
  const port = Number(new URL(app.url).port);
  proxy.aimAt(port);
  const page = await openDesk('mod', { origin: `http://127.0.0.1:${proxy.port}` });
  await page.getByText('Live', { exact: true }).waitFor();

  proxy.aimAt(undefined);
  proxy.cut();
  await page.getByText('Connection lost.').waitFor();
  await hold('Written during the cut');
  proxy.aimAt(port);
  await rowOf(page, 'Written during the cut').waitFor();

  const reloaded = await openDesk();
  await rowOf(reloaded, 'Written during the cut').waitFor();
  expect(await textsOf(page)).toEqual(await textsOf(reloaded));
  // The browser itself reports that it lost the connection.
  complaints = complaints.filter((text) => !text.includes('net::ERR_'));
});

it('says why nobody but a moderator is let in', async () => {
  const page = await newPage();
  await page.goto(`${app.url}/desk`);
  await signIn(page, await tokenOf('reader', 'READER'));
  await page.getByText('is not a moderator').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();

  await signIn(page, 'no token at all');

  await page.getByText('The token was refused').waitFor();
  complaints = complaints.filter((text) => !text.includes('401'));
});

it.each([
  [360, 'light', 'ltr'],
  [360, 'dark', 'rtl'],
  [1280, 'light', 'rtl'],
  [1280, 'dark', 'ltr'],
] as const)('has nothing that axe-core finds: %i px, %s, %s', async (width, colorScheme, direction) => {
  await hold(`Looked at in ${width} ${colorScheme}`);
  const page = await newPage({ viewport: { width, height: 800 }, colorScheme });
  await page.goto(`${app.url}/desk`);
  await page.evaluate(`document.documentElement.dir = '${direction}'`);
  const findings: unknown[] = [await findFaults(page)];
  await signIn(page, await tokenOf('mod'));
  await page.locator('.pick').first().waitFor();
  findings.push(await findFaults(page));

  await page.locator('.pick').last().click();
  await page.locator('.opened').waitFor();
  findings.push(await findFaults(page));
  await page.keyboard.press('m');
  await page.locator('.reason').waitFor();
  findings.push(await findFaults(page));
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.locator('dialog[open]').waitFor();
  findings.push(await findFaults(page));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Search', exact: true }).first().click();
  await page.locator('.search').waitFor();
  findings.push(await findFaults(page));
  await page.getByRole('button', { name: 'Audit log' }).click();
  await page.locator('td').first().waitFor();
  findings.push(await findFaults(page));

  expect(findings.flat()).toEqual([]);
});

type PageOptions = BrowserContextOptions & { readonly origin?: string };

async function openDesk(handle = 'mod', { origin = app.url, ...options }: PageOptions = {}): Promise<Page> {
  const page = await newPage(options);
  await page.goto(`${origin}/desk`);
  await signIn(page, await tokenOf(handle));
  await page.locator('.pick').first().waitFor();
  return page;
}

async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return page;
}

async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel('Token of an account').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function tokenOf(handle: string, role: 'MODERATOR' | 'AUTHOR' | 'READER' = 'MODERATOR'): Promise<string> {
  const name = handle === 'mod' ? 'Mod' : handle;
  return await signToken({ subject: handle, handle, name, role }, { secret: config.authSecret ?? '', expiresIn: 600 });
}

async function findFaults(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => html.slice(0, 200) + failureSummary)]))`);
}

function rowOf(page: Page, text: string) {
  return page.locator('.pick', { hasText: text });
}

function selected(page: Page, text: string) {
  return page.locator('.item[data-selected] .pick', { hasText: text });
}

async function textsOf(page: Page): Promise<string[]> {
  return await page.locator('.pick .words').allTextContents();
}

/** Moves down from the beginning of the list, as somebody without a mouse does. */
async function pressUntilSelected(page: Page, text: string): Promise<void> {
  await rowOf(page, text).waitFor();
  const place = (await textsOf(page)).indexOf(text);
  for (let step = 0; step <= place; step += 1) await page.keyboard.press('j');
  await selected(page, text).waitFor();
}

async function auditOf(): Promise<string[]> {
  const query = '{ auditLog(first: 5) { nodes { action } } }';
  const { data } = (await send({ query }, { authorization: `Bearer ${await tokenOf('mod')}` })) as {
    data: { auditLog: { nodes: { action: string }[] } };
  };
  return data.auditLog.nodes.map(({ action }) => action);
}

/** The ID of the first word of the discussion of a comment. */
async function firstWordBy(id: string): Promise<string | null> {
  const query = 'query ($id: ID!) { comment(id: $id) { post { firstWord { id } } } }';
  const { data } = (await send({ query, variables: { id } }, {})) as {
    data: { comment: { post: { firstWord: { id: string } | null } } };
  };
  return data.comment.post.firstWord?.id ?? null;
}

/** A post of somebody who may take it back. @returns its ID. */
async function aPostOf(handle: string): Promise<string> {
  const query = `mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on CreatePostPayload { post { id } } } }`;
  const input = { title: `A post of ${handle}`, body: 'Some text.', publish: true };
  const { data } = (await send(
    { query, variables: { input } },
    { authorization: `Bearer ${await tokenOf(handle, 'AUTHOR')}` },
  )) as { data: { createPost: { post: { id: string } } } };
  return data.createPost.post.id;
}

async function setPublished(postId: string, publish: boolean): Promise<void> {
  const query = `mutation ($input: UpdatePostInput!) { updatePost(input: $input) { __typename } }`;
  const answer = await send(
    { query, variables: { input: { postId, publish } } },
    { authorization: `Bearer ${await tokenOf('author', 'AUTHOR')}` },
  );
  expect(answer).toMatchObject({ data: { updatePost: { __typename: 'UpdatePostPayload' } } });
}

/** Writes a comment as a guest, which is held. */
async function hold(body: string, postId = app.demo?.id): Promise<void> {
  if (postId === undefined) throw new Error('Expected the demo.');
  const query = `mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }`;
  const answer = await send(
    { query, variables: { input: { postId, body, guestName: 'Passer-by' } } },
    { 'colloquy-voice': `a-voice-of-the-desk-tests ${body}`.replaceAll(' ', '-') },
  );
  expect(answer).toMatchObject({ data: { createComment: { __typename: 'CommentHeldPayload' } } });
}

async function send(body: object, headers: Record<string, string>): Promise<unknown> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return await response.json();
}
