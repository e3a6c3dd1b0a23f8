import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openStage } from './stage.ts';

// What moderators pin, above the list.

const stage = openStage({ DEMO: 'off' });
const VIEWS = ['thread', 'time', 'top'];
const VOICE = { 'colloquy-voice': 'a-voice-of-the-browser-tests' };

const pin = async (commentId: string, as: 'FIRST_WORD' | 'LAST_WORD', on = true) =>
  await stage.change('pinComment', { commentId, as, on });

/** What is pinned, in the words of the page. */
const readPins = async (page: Page) => (await page.locator('.pins a').allInnerTexts()).map((text) => text.trim());

/** The ids of new comments of a post. */
async function comment(postId: string, count: number): Promise<string[]> {
  const ids = [];
  for (let number = 1; number <= count; number += 1) {
    ids.push((await stage.comment({ postId, body: `*Comment* ${number}.\n\nMore.`, guestName: 'Hal' }, VOICE)).id);
  }
  return ids;
}

it.each(VIEWS)('shows what is pinned, and follows each change of it, in the view %s', async (view) => {
  const { id } = await stage.aPost();
  const [first = '', second = ''] = await comment(id, 2);
  await pin(first, 'FIRST_WORD');
  const page = await stage.open(`post="${id}" view="${view}"`);
  const FIRST = 'Pinned as the first word Hal: Comment 1. More.';
  const LAST = 'Pinned as the last word Hal: Comment 2. More.';
  const shows = async (...pins: string[]) => await expect.poll(async () => await readPins(page)).toEqual(pins);

  await shows(FIRST);
  await pin(second, 'LAST_WORD');
  await shows(FIRST, LAST);
  await stage.change('moderateComment', { commentId: second, action: 'HIDE', reason: 'For a test.' });
  await shows(FIRST);
  await stage.change('moderateComment', { commentId: second, action: 'RESTORE' });
  await shows(FIRST, LAST);
  await stage.change('editComment', { commentId: first, body: 'Other words.' }, VOICE);
  await shows('Pinned as the first word Hal: Other words.', LAST);
  await pin(second, 'LAST_WORD', false);
  await shows('Pinned as the first word Hal: Other words.');
  await stage.change('deleteComment', { commentId: first }, VOICE);
  await shows();
});

it('shows the beginning of a long comment, as text', async () => {
  const { id } = await stage.aPost();
  const body = `<img src=x> & [a link](https://example.org) ${'word '.repeat(60)}`;
  await pin((await stage.comment({ postId: id, body, guestName: '<b>Hal</b>' })).id, 'FIRST_WORD');
  const page = await stage.open(`post="${id}"`);

  await expect
    .poll(async () => await readPins(page))
    .toEqual([expect.stringMatching(/^Pinned as the first word <b>Hal<\/b>: .{0,14}& a link (word )+word…$/)]);
  expect(await page.locator('.pins a').count()).toBe(1);
});

it.each(VIEWS)('leads from a pin to its comment, however far away, in the view %s', async (view) => {
  const { id } = await stage.aPost();
  const ids = await comment(id, 110);
  await pin(ids[104] ?? '', 'LAST_WORD');
  const page = await stage.open(`post="${id}" view="${view}"`);
  await page.getByText('Comment 1.').first().waitFor();
  expect(await page.locator('#comment-105').count()).toBe(0);

  await page.locator('.pins a').click();

  await page.locator('#comment-105.linked').waitFor();
  const focused = () => document.querySelector('colloquy-discussion')?.shadowRoot?.activeElement?.id;
  await expect.poll(async () => await page.evaluate(focused)).toBe('comment-105');
});

it.each([
  ['far below', 600, '#comment-25'],
  ['far below', 360, '#comment-25'],
  ['below the pins, which are on the screen', 600, '.composer'],
  ['below the pins, which are on the screen', 360, '.composer'],
])('moves nothing that is being read %s when pins come and go, at %i pixels', async (_where, width, shown) => {
  const { id } = await stage.aPost();
  const [first = '', second = ''] = await comment(id, 30);
  const page = await stage.open(`post="${id}" view="time" order="newest"`, { viewport: { width, height: 700 } });
  await page.locator('#comment-25').waitFor();
  await page
    .locator(shown)
    .first()
    .evaluate((element) => element.scrollIntoView({ block: 'start' }));
  if (shown === '.composer') await page.evaluate(() => scrollBy(0, 60));
  const read = page.locator(shown === '.composer' ? '#comment-30' : shown);
  const topOf = async () => Math.round((await read.boundingBox())?.y ?? 0);
  const before = await topOf();

  for (const [commentId, as, on, count] of [
    [first, 'FIRST_WORD', true, 1],
    [second, 'LAST_WORD', true, 2],
    [first, 'FIRST_WORD', false, 1],
  ] as const) {
    await pin(commentId, as, on);
    await expect.poll(async () => await page.locator('.pins a').count()).toBe(count);
    expect(Math.abs((await topOf()) - before)).toBeLessThanOrEqual(1); // a page scrolls by whole pixels
  }
});
