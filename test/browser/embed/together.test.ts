import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openStage } from './stage.ts';

// Two readers and a moderator write at once, while the network is cut and the service restarts.

const stage = openStage({ DEMO: 'off', AUTH_SECRET: 'a-secret-that-outlives-the-service' });

it('shows everybody the same in the end, through cuts and a restart, and keeps what was being typed', async () => {
  const moderator = await stage.asModerator();
  const { createPost } = await stage.ask<{ createPost: { post: { id: string } } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { ... on CreatePostPayload { post { id } } } }',
    { input: { title: 'Together', body: 'Text.', publish: true } },
    moderator,
  );
  const open = async (name: string) => {
    const page = await stage.open(`post="${createPost.post.id}" view="thread"`, { path: `/${name}` });
    await page.getByText('No comments yet.').waitFor();
    return page;
  };
  const ann = await open('ann');
  const ben = await open('ben');
  const watcher = await open('watcher');
  await beModerator(watcher, moderator['authorization'] ?? '');

  await write(ann, 'The first word.');
  await write(ben, 'The second word.');
  await see([ann, ben, watcher], ['The first word.', 'The second word.']);

  // The one stands without a network, and the others go on.
  await ann.getByLabel('Write a comment').fill('Half a thought of Ann');
  await ann.context().setOffline(true);
  stage.proxy().cut();
  await reply(ben, { number: 1, text: 'An answer to Ann.' });
  const hidden = await idOf(watcher, 2);
  await moderate(hidden, { action: 'HIDE', reason: 'For a test.' });
  await react(watcher, 1);
  await ann.context().setOffline(false);
  await see([ben, watcher], ['An answer to Ann.', 'idden by a moderator']);

  // The service is away while the other one writes.
  await ben.getByLabel('Write a comment').fill('Half a thought of Ben');
  await stage.restart();
  await moderate(hidden, { action: 'RESTORE' });
  await reply(watcher, { number: 3, text: 'An answer to the answer.' });
  stage.proxy().cut();
  await see([ann, ben, watcher], ['An answer to the answer.', 'The second word.']);

  await expect.poll(async () => new Set(await Promise.all([ann, ben, watcher].map(read))).size).toBe(1);
  expect(await read(ann)).toContain('funny 1');
  expect(await ann.getByLabel('Write a comment').inputValue()).toBe('Half a thought of Ann');
  expect(await ben.getByLabel('Write a comment').inputValue()).toBe('Half a thought of Ben');
  stage.complaints.splice(0); // the browser itself reports what it could not load
}, 120_000); // 2 minutes: three browsers wait for one service that starts again

async function beModerator(page: Page, authorization: string): Promise<void> {
  await page.addInitScript(
    (token) => {
      addEventListener('DOMContentLoaded', () => {
        Reflect.set(document.querySelector('colloquy-discussion') ?? {}, 'token', token);
      });
    },
    authorization.replace('Bearer ', ''),
  );
  await page.reload();
  await page.getByText('No comments yet.').waitFor();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Write a comment').fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('article .text', { hasText: text }).waitFor();
}

async function reply(page: Page, { number, text }: { number: number; text: string }): Promise<void> {
  await page.getByRole('button', { name: `Reply Comment ${number}`, exact: true }).click();
  const form = page.locator(`#comment-${number} form`);
  await form.locator('textarea').fill(text);
  await form.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('article .text', { hasText: text }).waitFor();
}

async function react(page: Page, number: number): Promise<void> {
  await page.locator(`#comment-${number}`).getByRole('button', { name: 'funny' }).click();
  await page.locator(`#comment-${number} .reaction[aria-pressed="true"]`).waitFor();
}

async function idOf(page: Page, number: number): Promise<string> {
  return (await page.locator(`#comment-${number}`).getAttribute('data-id')) ?? '';
}

async function moderate(commentId: string, input: object): Promise<void> {
  await stage.ask(
    'mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { __typename } }',
    { input: { commentId, ...input } },
    await stage.asModerator(),
  );
}

/** Waits until all pages show these texts; new comments are taken where they are offered. */
async function see(pages: readonly Page[], texts: readonly string[]): Promise<void> {
  for (const page of pages)
    await expect
      .poll(
        async () => {
          const pill = page.locator('.pill');
          if ((await pill.count()) > 0) await pill.click();
          const shown = await read(page);
          return texts.filter((text) => !shown.includes(text));
        },
        { timeout: 25_000 },
      )
      .toEqual([]);
}

/** The comments as everybody sees them: without what differs by viewer, such as buttons and the marks of new ones. */
async function read(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const shadow = document.querySelector('colloquy-discussion')?.shadowRoot;
    return [...(shadow?.querySelectorAll('article.comment') ?? [])]
      .map((comment) =>
        ['.name', '.text', '.gone', '.reaction']
          .flatMap((selector) => [...comment.querySelectorAll(selector)])
          .map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())
          .join(' | '),
      )
      .join('\n');
  });
}
