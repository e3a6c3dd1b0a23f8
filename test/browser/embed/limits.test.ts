import { expect, it } from 'vitest';
import { openStage } from './stage.ts';

// What readers may not do, and are told before they try: locked threads, and reactions of guests.

const stage = openStage({ DEMO: 'off' });
const LOCKED = 'Locked: no more replies';

it.each(['thread', 'time', 'top'])(
  'shows a stranger at once which threads are locked, in the view %s',
  async (view) => {
    const { id } = await stage.aPost();
    const { id: commentId } = await stage.comment({ postId: id, body: 'Locked.' });
    await stage.comment({ postId: id, parentId: commentId, body: 'Below it.' });
    await stage.comment({ postId: id, body: 'Beside it.' });
    await stage.change('moderateComment', { commentId, action: 'LOCK' });
    const asked: string[] = [];
    const page = await stage.open(`post="${id}" view="${view}"`, { onRequest: (url) => asked.push(url) });
    const reply = page.locator('article').getByRole('button', { name: 'Reply' });
    const shows = async (locked: number) => {
      await expect.poll(async () => await page.getByText(LOCKED).count()).toBe(locked);
      expect(await reply.count()).toBe(3 - locked);
      expect(await page.locator('.reaction:disabled').count()).toBe(2 * locked);
    };

    await shows(2);
    await stage.change('moderateComment', { commentId, action: 'UNLOCK' });
    await shows(0);
    await reply.first().click();
    await page.getByLabel('Reply to comment 1').fill('Half a thought');
    await stage.change('moderateComment', { commentId, action: 'LOCK' });
    await shows(2);
    expect(await page.getByLabel('Reply to comment 1').count()).toBe(0);
    expect(asked.filter((url) => url.includes('/graphql'))).toHaveLength(1);

    // What was begun comes back with the form.
    await stage.change('moderateComment', { commentId, action: 'UNLOCK' });
    await expect.poll(async () => await page.getByLabel('Reply to comment 1').inputValue()).toBe('Half a thought');
  },
);

it('tells guests who may not react so, and asks for the account’s token without a request', async () => {
  const { id } = await stage.aPost();
  await stage.comment({ postId: id, body: 'Funny.' });
  const asked: string[] = [];
  const page = await stage.open(`post="${id}"`, { onRequest: (url) => asked.push(url) });
  await page.evaluate(() => {
    document.addEventListener('colloquy-token-needed', () => document.body.classList.add('asked'));
  });

  await page.getByRole('button', { name: 'funny', description: 'Sign in to react.' }).click();

  await page.locator('body.asked').waitFor();
  await page.getByRole('alert').getByText('Sign in to react.').waitFor();
  expect(asked.filter((url) => url.includes('/graphql'))).toHaveLength(1);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(':voice')))).toEqual([]);
});
