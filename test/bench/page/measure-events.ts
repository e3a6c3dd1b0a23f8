import type { Page } from 'playwright-core';
import type { Services } from '../../../src/domain/service-session.ts';
import { median } from '../shared/statistics.ts';
import { writeComment } from './fill-post.ts';
import { onPage, ROOT, type Bench, type Row } from './on-page.ts';

const LASTING = 10_000; // milliseconds
const EVENTS = 500;

interface Target {
  readonly services: Services;
  readonly postId: string;
}

/** How long a key takes to be seen while 50 comments a second arrive for 10 seconds. */
export async function measureEvents(bench: Bench, target: Target): Promise<Row[]> {
  const ours = await onPage(bench, { path: '/ours' }, async ({ page }) => {
    await page.waitForFunction(`${ROOT}.querySelector('.comment') !== null`);
    // The first comment that is offered shows that the page follows.
    await writeComment(target.services, { postId: target.postId, number: 0 });
    await page.locator('.pill').waitFor();
    const [keys, seconds] = await Promise.all([typeFor(page), writeAll(target)]);
    await page.locator('.pill', { hasText: (EVENTS + 1).toLocaleString('en') }).waitFor();
    console.error(`wrote ${EVENTS} comments in ${seconds.toFixed(1)} s`);
    return keys;
  });
  const plain = await onPage(bench, { path: '/plain' }, async ({ page }) => await typeFor(page));
  const row = (what: string, of: (keys: readonly number[]) => number): Row => ({
    ...{ what, asked: '–', ours: of(ours).toFixed(0), plain: of(plain).toFixed(0) },
  });
  return [
    row('50 events a second: a key until it is seen, median, ms', median),
    row('the slowest key, ms', (keys) => Math.max(...keys)),
  ];
}

/** Types for as long as the events last. @returns how long each key took from its press to the frame that shows it, ms. */
async function typeFor(page: Page): Promise<readonly number[]> {
  const text = page.getByLabel('Write a comment');
  await text.click();
  await page.evaluate(OBSERVE_KEYS);
  const end = Date.now() + LASTING;
  let typed = 0;
  for (; Date.now() < end; typed += 1) await page.keyboard.type('x', { delay: 80 });
  const { length } = await text.inputValue();
  if (length !== typed) throw new Error(`Expected ${typed} characters; found ${length}.`);
  return await page.evaluate<number[]>('window.keys');
}

/** @returns how many seconds it took: a slow machine may not reach 50 a second. */
async function writeAll({ services, postId }: Target): Promise<number> {
  const start = Date.now();
  for (let number = 0; number < EVENTS; number += 1) {
    const due = start + (number * LASTING) / EVENTS;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
    await writeComment(services, { postId, number });
  }
  return (Date.now() - start) / 1000;
}

/** From the time that the browser gives a key to the frame after it. */
const OBSERVE_KEYS = `window.keys = [];
addEventListener('keydown', ({ timeStamp }) => {
  requestAnimationFrame(() => setTimeout(() => window.keys.push(performance.now() - timeStamp)));
}, { capture: true });`;
