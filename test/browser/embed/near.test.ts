import { expect, it } from 'vitest';
import { openStage } from './stage.ts';

// Only what is near the screen is in the document, and it comes there over several frames.

const stage = openStage({ DEMO: 'off' });
const PIECE = 6; // comments
const COMMENTS = 130; // in two groups of pieces

async function aLongPost(): Promise<string> {
  const { id } = await stage.aPost();
  for (let number = 1; number <= COMMENTS; number += 1) {
    await stage.comment({ postId: id, body: `Comment ${number}.`, guestName: 'Hal' });
  }
  return id;
}

it('draws one piece of the list in a frame, also of what comes back to the screen', async () => {
  const page = await stage.open(`post="${await aLongPost()}" view="time"`, { viewport: { width: 360, height: 700 } });
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
  const scrollOn = async () => {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    return await page.locator(`#comment-${COMMENTS}`).count();
  };
  await expect.poll(scrollOn).toBe(1);
  await expect.poll(async () => await page.locator('#comment-1').count()).toBe(0);
  // Of what is far away, not even the places of the pieces are there.
  await expect.poll(async () => await page.locator('.chunk').count()).toBeLessThan(16);
  await page.evaluate(() => scrollTo(0, 0));
  await shows(1);

  const most = Number(await page.locator('.list').getAttribute('data-most'));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(PIECE);
  expect(await page.locator('.comment').count()).toBeLessThan(45);
});

it.each(['auto', 'none'])(
  'moves nothing that is read while pieces above it are drawn, with overflow-anchor: %s',
  async (anchor) => {
    const page = await stage.open(`post="${await aLongPost()}" view="time"`, {
      viewport: { width: 360, height: 700 },
      head: `<style>html { overflow-anchor: ${anchor} }</style>`,
    });
    await page.locator('#comment-1').waitFor();
    const goOn = async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      return await page.locator(`#comment-${COMMENTS}`).count();
    };
    await expect.poll(goOn).toBe(1);
    // As it is after a jump: none of the pieces above has ever been drawn at this width.
    await page.setViewportSize({ width: 700, height: 700 });

    const moves: number[] = [];
    for (let step = 0; step < 12; step += 1) {
      moves.push(
        await page.evaluate(async () => {
          const frames = async (count: number) => {
            for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
          };
          const root = document.querySelector('colloquy-discussion')?.shadowRoot;
          const read = [...(root?.querySelectorAll('.comment') ?? [])].find(
            (one) => one.getBoundingClientRect().top >= 0,
          );
          if (read === undefined) throw new Error('Expected a comment on the screen.');
          scrollBy({ top: -300, behavior: 'instant' });
          const before = read.getBoundingClientRect().top;
          await frames(20);
          return Math.abs(read.getBoundingClientRect().top - before);
        }),
      );
    }

    expect(Math.max(...moves)).toBeLessThanOrEqual(1);
  },
);
