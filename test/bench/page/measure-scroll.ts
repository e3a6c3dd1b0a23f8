import type { Page } from 'playwright-core';
import { onPage, repeat, ROOT, type Bench, type Row } from './on-page.ts';
import { median } from '../shared/statistics.ts';

interface Scrolled {
  /** Milliseconds between two frames, at the most. */
  readonly longest: number;
  readonly heap: number;
  readonly nodes: number;
}

/** What the page itself tells of a scroll. */
interface Told {
  readonly longest: number;
  readonly frames: number;
  /** The number of the last comment in the document. */
  readonly last: number;
}

const MB = 1_000_000; // bytes

/** The longest frame and the memory of a reader who scrolls from the first comment to the last. */
export async function measureScroll(bench: Bench): Promise<Row[]> {
  const ours = await repeat(bench, async () => await scroll(bench, '/ours'));
  const plain = await repeat(bench, async () => await scroll(bench, '/plain'));
  const row = (what: string, asked: string, of: (run: Scrolled) => number): Row => ({
    ...{ what, asked },
    ours: median(ours.map(of)).toFixed(0),
    plain: median(plain.map(of)).toFixed(0),
  });
  return [
    row(`${bench.comments} comments from end to end: the longest frame, ms`, '< 100', ({ longest }) => longest),
    row('its heap at the end, MB', '< 150', ({ heap }) => heap),
    row('its elements at the end', '–', ({ nodes }) => nodes),
  ];
}

async function scroll(bench: Bench, path: string): Promise<Scrolled> {
  return await onPage(bench, { path }, async ({ page, cdp }) => {
    await page.waitForFunction(`${ROOT}.querySelector('.comment') !== null`);
    const { longest, frames, last } = await readTold(page);
    console.error(`${path}: ${longest.toFixed(0)} ms at the most in ${frames} frames`);
    if (last !== bench.comments) throw new Error(`Expected to arrive at comment ${bench.comments}; found ${last}.`);
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const nodes = await page.evaluate<number>(`${ROOT}.querySelectorAll('*').length`);
    return { longest, heap: usedSize / MB, nodes };
  });
}

/** Asks again and again: a page whose promise is awaited for minutes gets no frames any more in some runs. */
async function readTold(page: Page): Promise<Told> {
  await page.evaluate(`void ${SCROLL}.then((told) => (window.told = told), (error) => (window.told = String(error)))`);
  for (;;) {
    const told = await page.evaluate<Told | string | null>('window.told ?? null');
    if (typeof told === 'string') throw new Error(told);
    if (told !== null) return told;
    await page.waitForTimeout(1000);
  }
}

/** Scrolls by a screen at a frame, waits at the end of what is loaded, and keeps the longest time between two frames. */
const SCROLL = `(async () => {
  let [longest, frames, atEnd] = [0, 0, 0];
  let last = performance.now();
  const frame = () => new Promise((resolve) => requestAnimationFrame((now) => {
    longest = Math.max(longest, now - last);
    last = now;
    frames += 1;
    resolve();
  }));
  await frame();
  longest = 0;
  let [height, moved] = [0, last];
  while (atEnd < 10) {
    scrollBy(0, innerHeight);
    await frame();
    const { scrollHeight } = document.documentElement;
    if (scrollHeight !== height) [height, moved] = [scrollHeight, last];
    if (last - moved > 60_000) throw new Error('Stuck at ' + scrollY + ' of ' + height + '.');
    const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    atEnd = isAtEnd && ${ROOT}.querySelector('.more.below') === null ? atEnd + 1 : 0;
  }
  const numbers = [...${ROOT}.querySelectorAll('.comment')].map(({ id }) => Number(id.slice('comment-'.length)));
  return { longest, frames, last: Math.max(...numbers) };
})()`;
