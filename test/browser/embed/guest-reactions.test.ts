import { expect, it } from 'vitest';
import { openStage } from './stage.ts';

// A service that lets guests react.

const stage = openStage({ DEMO: 'off', GUEST_REACTIONS: 'on' });

it('takes the reaction of a guest, who takes it away after a reload', async () => {
  const { id } = await stage.aPost();
  await stage.comment({ postId: id, body: 'Funny.' });
  const page = await stage.open(`post="${id}"`);
  const button = page.getByRole('button', { name: 'funny' });
  const voices = async () =>
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(':voice')).length);
  await button.waitFor();
  expect(await button.getAttribute('title')).toBeNull();
  expect(await voices()).toBe(0);

  await button.click();
  await page.locator('.reaction[aria-pressed="true"]', { hasText: 'funny 1' }).waitFor();
  expect(await voices()).toBe(1);

  await page.reload();
  await page.locator('.reaction[aria-pressed="true"]', { hasText: 'funny 1' }).click();
  await page.locator('.reaction[aria-pressed="false"]', { hasText: /^\s*funny\s*$/ }).waitFor();
});
