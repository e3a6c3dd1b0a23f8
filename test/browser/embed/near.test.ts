import { expect, it } from 'vitest';
import { openStage } from './stage.ts';

// Only what is near the screen is in the document, and it comes there over several frames.

const stage = openStage({ DEMO: 'off' });
const PIECE = 12; // comments, at the most

it('draws one piece of the list in a frame, also of what comes back to the screen', async () => {
  const { id } = await stage.aPost();
  for (let number = 1; number <= 90; number += 1) {
    await stage.comment({ postId: id, body: `Comment ${number}.`, guestName: 'Hal' });
  }
  const page = await stage.open(`post="${id}" view="time"`, { viewport: { width: 360, height: 700 } });
  const shows = async (number: number) => await page.locator(`#comment-${number}`).waitFor();
  await shows(1);

  // The most comments that came into the document between two frames.
  await page.evaluate(() => {
    const list = document.querySelector('colloquy-discussion')?.shadowRoot?.querySelector('.list');
    if (!(list instanceof HTMLElement)) throw new Error('Expected a list.');
    let inFrame = 0;
    const count = (records: readonly MutationRecord[]) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) inFrame += node instanceof HTMLElement && node.matches('.comment') ? 1 : 0;
    };
    new MutationObserver(count).observe(list, { childList: true, subtree: true });
    const frame = () => {
      list.dataset['most'] = String(Math.max(inFrame, Number(list.dataset['most'] ?? 0)));
      inFrame = 0;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await shows(90);
  await expect.poll(async () => await page.locator('#comment-1').count()).toBe(0);
  await page.evaluate(() => scrollTo(0, 0));
  await shows(1);

  const most = Number(await page.locator('.list').getAttribute('data-most'));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(PIECE);
  expect(await page.locator('.comment').count()).toBeLessThan(45);
});
