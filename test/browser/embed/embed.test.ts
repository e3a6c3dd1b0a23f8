import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { CommentsDocument } from '../../../src/sdk/generated/operations.ts';
import { openStage } from './stage.ts';

// `<colloquy-discussion>` on the page of another origin.

const stage = openStage({ DEMO: 'off' });

const say = async (page: Page, text: string) => {
  await page.getByLabel('Write a comment').fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
};

it('shows the first comments after three requests, without a cookie, a voice or a preflight', async () => {
  const { id } = await stage.aPost();
  await stage.comment({ postId: id, body: 'The *first* one.', guestName: '<b>Hal</b>' });
  const requests: string[] = [];
  const page = await stage.open(`post="${id}"`, { path: '/three' });
  await page.getByText('The first one.').waitFor();
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.reload();

  await page.getByText('The first one.').waitFor();

  const asked = requests.filter((request) => !request.includes('/three') && !request.includes('/avatars/'));
  expect(asked).toHaveLength(3);
  expect(asked.every((request) => request.startsWith('GET '))).toBe(true);
  expect(await page.locator('.name').textContent()).toBe('<b>Hal</b>');
  expect(await page.locator('.text em').textContent()).toBe('first');
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(':voice')))).toEqual([]);
});

it('takes a comment of a guest, who edits and withdraws it, without an account', async () => {
  const { id } = await stage.aPost();
  const page = await stage.open(`post="${id}"`);

  await say(page, 'A word **from** a guest.');
  await page.locator('.text strong', { hasText: 'from' }).waitFor();
  expect(await page.locator('article.comment').count()).toBe(1);
  expect(await page.locator('.pending').count()).toBe(0);

  await page.getByRole('button', { name: 'Edit Comment 1' }).click();
  await page.locator('.comment textarea').fill('Another word.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.text', { hasText: 'Another word.' }).waitFor();

  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Withdraw Comment 1' }).click();
  await page.locator('.gone', { hasText: 'This comment was withdrawn.' }).waitFor();
});

it.each([600, 360])('offers what others write, and moves nothing that is being read, at %i pixels', async (width) => {
  const { id } = await stage.aPost();
  for (let number = 1; number <= 30; number += 1)
    await stage.comment({ postId: id, body: `Comment ${number}.\n\nMore.` });
  const page = await stage.open(`post="${id}" view="time" order="newest"`, { viewport: { width, height: 700 } });
  await page.getByText('Comment 20.').scrollIntoViewIfNeeded();
  const topOf = async () => (await page.locator('#comment-20').boundingBox())?.y;
  const before = await topOf();

  await stage.comment({ postId: id, body: 'From elsewhere.' });
  await stage.comment({ postId: id, body: 'Once more.' });
  await page.getByRole('button', { name: '2 new comments' }).waitFor();
  expect(await page.getByText('From elsewhere.').count()).toBe(0);
  expect(await topOf()).toBe(before);

  await page.getByRole('button', { name: '2 new comments' }).click();
  await page.getByText('Once more.').waitFor();
  expect(await page.getByRole('button', { name: '2 new comments' }).count()).toBe(0);
});

it('shows at once what is edited, hidden and restored, and the reactions of others', async () => {
  const { id } = await stage.aPost();
  const voice = { 'colloquy-voice': 'a-voice-of-the-browser-tests' };
  const { id: commentId } = await stage.comment({ postId: id, body: 'At first.' }, voice);
  const page = await stage.open(`post="${id}"`);
  await page.getByText('At first.').waitFor();
  const change = async (name: string, input: object, headers: Record<string, string>) =>
    await stage.ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
      { input: { commentId, ...input } },
      headers,
    );

  await change('editComment', { body: 'Then.' }, voice);
  await page.getByText('Then.').waitFor();
  await change('react', { kind: 'funny', on: true }, await stage.asModerator());
  await page.getByRole('button', { name: 'funny 1' }).waitFor();
  await change('moderateComment', { action: 'HIDE', reason: 'For a test.' }, await stage.asModerator());
  await page.getByText('This comment was hidden by a moderator.').waitFor();
  await change('moderateComment', { action: 'RESTORE' }, await stage.asModerator());
  await page.getByText('Then.').waitFor();
});

it('leads to a comment that is far away, by its address and by a link', async () => {
  const { id } = await stage.aPost();
  for (let number = 1; number <= 130; number += 1) await stage.comment({ postId: id, body: `Comment ${number}.` });
  const page = await stage.open(`post="${id}" view="time"`);
  await page.getByText('Comment 1.', { exact: true }).waitFor();

  await page.evaluate(() => (location.hash = '#comment-120'));
  await page.getByText('Comment 120.').waitFor();
  await expect.poll(async () => await page.evaluate(activeId)).toBe('comment-120');

  await page.reload();
  await page.getByText('Comment 120.').waitFor();
  await expect.poll(async () => await page.evaluate(activeId)).toBe('comment-120');
  const earlier = page.getByRole('button', { name: 'Load earlier comments' });
  await earlier.click();
  await earlier.waitFor({ state: 'detached' });
  // What is far from the screen is not in the document.
  await expect
    .poll(async () => {
      await page.evaluate(() => scrollTo(0, 0));
      return await page.getByText('Comment 1.', { exact: true }).count();
    })
    .toBe(1);
});

const activeId = () => document.querySelector('colloquy-discussion')?.shadowRoot?.activeElement?.id;

it('loses no text: not to a reload, and not to a service that is away', async () => {
  const { id } = await stage.aPost();
  const page = await stage.open(`post="${id}"`);
  await page.getByLabel('Write a comment').fill('Half a thought');
  await page.reload();
  await expect.poll(async () => await page.getByLabel('Write a comment').inputValue()).toBe('Half a thought');

  stage.proxy().aimAt(undefined);
  stage.proxy().cut();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Not sent: The service cannot be reached.').waitFor();
  await page.reload().catch(() => null);
  stage.proxy().aimAt(Number(new URL(stage.app().url).port));
  await page.reload();
  await expect.poll(async () => await page.getByLabel('Write a comment').inputValue()).toBe('Half a thought');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.text', { hasText: 'Half a thought' }).waitFor();

  stage.complaints.splice(0); // the browser itself reports that it could not load something
});

it('says what a moderator has to read first, and lets its writer take it back', async () => {
  const { id } = await stage.aPost();
  await stage.ask(
    'mutation ($input: SetPremoderationInput!) { setPremoderation(input: $input) { __typename } }',
    { input: { postId: id, premoderation: ['ALL'] } },
    await stage.asModerator(),
  );
  const page = await stage.open(`post="${id}"`);

  await say(page, 'To be read first.');
  await page.getByText('A moderator reads your comment before it is public.').first().waitFor();
  await page.locator('.held .text', { hasText: 'To be read first.' }).waitFor();
  await page.getByRole('button', { name: 'Take back' }).click();

  await page.locator('.held').waitFor({ state: 'detached' });
});

it('reports a comment', async () => {
  const { id } = await stage.aPost();
  await stage.comment({ postId: id, body: 'Buy this.' });
  const page = await stage.open(`post="${id}"`);

  await page.getByRole('button', { name: 'Report Comment 1' }).click();
  await page.getByRole('radio', { name: 'Spam' }).check();
  await page.getByRole('button', { name: 'Report', exact: true }).click();

  await page.getByText('Reported').waitFor();
});

it('speaks German, or what a file says', async () => {
  const { id } = await stage.aPost();
  const german = await stage.open(`post="${id}" lang="de"`, { path: '/de' });
  await german.getByText('Hier hat noch niemand geschrieben.').waitFor();

  stage.site().set('/pirate.json', JSON.stringify({ nobody: 'Not a soul.', comments: { other: '{n} yarns' } }));
  const pirate = await stage.open(`post="${id}" texts="/pirate.json"`, { path: '/en' });
  await pirate.getByText('Not a soul.').waitFor();
  await pirate.getByText('0 yarns').waitFor();
  await pirate.getByText('Write a comment').waitFor();
});

it('asks for the account’s token where guests may not do something, and writes as that account', async () => {
  const { id } = await stage.aPost();
  await stage.comment({ postId: id, body: 'Funny.' });
  const page = await stage.open(`post="${id}"`);
  await page.evaluate(() => {
    document.addEventListener('colloquy-token-needed', () => document.body.classList.add('asked'));
  });
  await page.getByRole('button', { name: 'funny' }).click();
  await page.locator('body.asked').waitFor();

  const { authorization } = await stage.asModerator();
  await page.addInitScript((token) => {
    addEventListener('DOMContentLoaded', () => {
      Reflect.set(document.querySelector('colloquy-discussion') ?? {}, 'token', () => Promise.resolve(token));
    });
  }, authorization?.replace('Bearer ', ''));
  await page.reload();
  await page.getByRole('button', { name: 'funny' }).click();
  await page.locator('.reaction[aria-pressed="true"]', { hasText: 'funny 1' }).waitFor();
  await say(page, 'As an account.');
  await page.locator('.handle', { hasText: '@mod' }).waitFor();
});

it('goes on from a page that was built an hour ago, without asking for it again', async () => {
  const { id } = await stage.aPost();
  await stage.comment({ postId: id, body: 'Old words.' });
  const { post } = await stage.ask<{ post: object }>(String(CommentsDocument), { post: { id }, order: 'THREAD' });
  await stage.comment({ postId: id, body: 'Said since.' });
  const built = JSON.stringify(post).replaceAll('<', String.raw`\u003c`);
  const asked: string[] = [];

  const page = await stage.open(`post="${id}"`, {
    path: '/built',
    inside: `<p>Old words.</p><script type="application/json">${built}</script>`,
    onRequest: (url) => asked.push(url),
  });
  await page.getByRole('button', { name: '1 new comment' }).click();
  await page.getByText('Said since.').waitFor();

  expect(asked.filter((url) => url.includes('/graphql'))).toEqual([]);
  expect(await page.locator('article.comment').count()).toBe(2);
});

it('works on a page with a strict policy, which names no source of styles', async () => {
  const { id } = await stage.aPost();
  const first = await stage.comment({ postId: id, body: 'Deep words.' });
  await stage.comment({ postId: id, parentId: first.id, body: 'Deeper words.' });
  const service = stage.service();
  const sources = `${service} ${stage.app().url}`;
  const policy = `default-src 'none'; script-src ${service}; connect-src ${service} ${service.replace('http', 'ws')}; img-src ${sources} data:`;

  const page = await stage.open(`post="${id}"`, {
    path: '/strict',
    head: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  });
  await page.getByText('Deeper words.').waitFor();

  const leftOf = async (number: number) => (await page.locator(`#comment-${number}`).boundingBox())?.x ?? 0;
  expect(await leftOf(2)).toBeGreaterThan(await leftOf(1));
  await say(page, 'Written under a strict policy.');
  await page.locator('article', { hasText: 'Written under a strict policy.' }).waitFor();
});

it('tells a screen reader what was published, and what had the focus and is gone', async () => {
  const { id } = await stage.aPost();
  const voice = { 'colloquy-voice': 'a-voice-of-the-browser-tests' };
  const { id: commentId } = await stage.comment({ postId: id, body: 'Soon gone.' }, voice);
  const page = await stage.open(`post="${id}"`);
  const status = page.locator('[part~="discussion"] > [role="status"]');
  await page.getByRole('button', { name: 'Report Comment 1' }).focus();

  await stage.ask(
    'mutation ($input: DeleteCommentInput!) { deleteComment(input: $input) { __typename } }',
    { input: { commentId } },
    voice,
  );
  await expect.poll(async () => await status.textContent()).toBe('1 This comment was withdrawn.');
  const focused = 'document.activeElement?.shadowRoot?.activeElement?.id';
  expect(await page.evaluate(focused)).toBe('comment-1');

  await say(page, 'A word.');
  await expect.poll(async () => await status.textContent()).toBe('Comment 2 is published.');
});

it('opens the discussion of a page on another origin with two lines of HTML and without an account', async () => {
  const page = await stage.open('', { path: '/my-article' });
  await page.getByText('No comments yet.').waitFor();
  await page.getByLabel('Write a comment').fill('The **very** first.');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.locator('.preview strong', { hasText: 'very' }).waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('article .text strong', { hasText: 'very' }).waitFor();
  expect(await page.locator('.pending').count()).toBe(0);

  const other = await stage.open('url="/my-article/?utm_source=feed#top"', { path: '/elsewhere' });
  await other.getByText('The very first.').waitFor();
  stage.site().set(
    '/list',
    `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="${stage.service()}/count.js"></script>
    <p><colloquy-count url="/my-article"></colloquy-count>, <a href="/nothing"><span data-colloquy-count></span></a></p>`,
  );
  await page.goto(`${stage.site().origin}/list`);
  await page.getByText('1, 0').waitFor();
});
