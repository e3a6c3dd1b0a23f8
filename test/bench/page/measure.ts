import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Services } from '../../../src/domain/service-session.ts';
import { writeComment } from './fill-post.ts';

export interface Bench {
  readonly browser: Browser;
  readonly origin: string;
  /** How many times the processor is throttled. */
  readonly slower: number;
  readonly runs: number;
  readonly comments: number;
}

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly plain: string | null;
}

const MB = 1_000_000; // bytes
const LONGEST = 300_000; // milliseconds: a run that takes longer has failed

/** From the arrival of the script to the moment at which 100 comments stand in the document. */
export async function measureFirst(bench: Bench): Promise<Row[]> {
  const measure = async (path: string): Promise<number> =>
    await onPage(bench, path, async (page) => {
      await page.waitForFunction('window.shownAt !== undefined', null, { timeout: LONGEST, polling: 100 });
      return await page.evaluate<number>('window.shownAt - window.arrivedAt()');
    });
  const [ours, plain] = [
    await median(bench, async () => await measure('/ours')),
    await median(bench, async () => await measure('/plain')),
  ];
  return [{ what: '100 comments after the script, ms', ours: ours.toFixed(0), plain: plain.toFixed(0) }];
}

/** The longest frame and the memory of a reader who scrolls from the first comment to the last. */
export async function measureScroll(bench: Bench): Promise<Row[]> {
  const measure = async (path: string) =>
    await onPage(bench, path, async (page, cdp) => {
      await page.waitForFunction(`${LIST}.querySelectorAll('.comment').length > 0`, null, { timeout: LONGEST });
      await page.evaluate(SCROLL);
      await page.waitForFunction('window.scrolled !== undefined', null, { timeout: LONGEST, polling: 500 });
      const longest = await page.evaluate<number>('window.scrolled');
      await cdp.send('HeapProfiler.collectGarbage');
      const { usedSize } = await cdp.send('Runtime.getHeapUsage');
      const nodes = await page.evaluate<number>(`${LIST}.querySelectorAll('*').length`);
      return { longest, heap: usedSize / MB, nodes };
    });
  const all = {
    ours: await repeat(bench, async () => await measure('/ours')),
    plain: await repeat(bench, async () => await measure('/plain')),
  };
  const row = (what: string, of: (run: { longest: number; heap: number; nodes: number }) => number): Row => ({
    what,
    ours: middle(all.ours.map(of)).toFixed(0),
    plain: middle(all.plain.map(of)).toFixed(0),
  });
  return [
    row(`${bench.comments} comments from end to end: the longest frame, ms`, ({ longest }) => longest),
    row('its heap at the end, MB', ({ heap }) => heap),
    row('its elements at the end', ({ nodes }) => nodes),
  ];
}

/** How long a key takes to be seen while 50 comments a second arrive for 10 seconds. */
export async function measureEvents(
  bench: Bench,
  { services, postId }: { services: Services; postId: string },
): Promise<Row[]> {
  const longest = await onPage(bench, '/ours', async (page) => {
    await page.waitForFunction(`${LIST}.querySelectorAll('.comment').length > 0`, null, { timeout: LONGEST });
    await page.waitForTimeout(2_000);
    await page.getByLabel('Write a comment').click();
    await page.evaluate(OBSERVE_KEYS);
    const [typed] = await Promise.all([typeFor(page), writeFor(services, postId)]);
    const text = await page.getByLabel('Write a comment').inputValue();
    if (text.length !== typed) throw new Error(`Expected ${typed} characters; found ${text.length}.`);
    return await page.evaluate<number>('Math.max(0, ...window.keys)');
  });
  return [{ what: '50 events a second: the slowest key until it is seen, ms', ours: longest.toFixed(0), plain: null }];
}

const LASTING = 10_000; // milliseconds
const EVENTS = 500;

/** @returns how many keys were pressed. */
async function typeFor(page: Page): Promise<number> {
  const end = Date.now() + LASTING;
  let typed = 0;
  for (; Date.now() < end; typed += 1) await page.keyboard.type('x', { delay: 80 });
  return typed;
}

async function writeFor(services: Services, postId: string): Promise<void> {
  const start = Date.now();
  for (let number = 0; number < EVENTS; number += 1) {
    const due = start + (number * LASTING) / EVENTS;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
    await writeComment(services, { postId, number });
  }
}

const LIST = `(document.querySelector('colloquy-discussion')?.shadowRoot ?? document)`;

/** Notes at which frame 100 comments stand in the document for the first time: those that are far away may leave it again. */
const NOTE_SHOWN = `(() => {
  window.arrivedAt = () => {
    const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/embed.js'));
    return (script ?? performance.getEntriesByType('navigation')[0]).responseEnd;
  };
  const look = () => {
    if (document.body !== null && ${LIST}.querySelectorAll('.comment').length >= 100) window.shownAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})()`;

/** Scrolls by a screen at a time, waits for what is loaded, and keeps the longest time between two frames. */
const SCROLL = `(async () => {
  let longest = 0;
  let last = performance.now();
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    resolve();
  }));
  let idle = 0;
  while (idle < 60) {
    const before = scrollY;
    scrollBy(0, innerHeight);
    await frame();
    if (window.more !== undefined && scrollY === before) idle = (await window.more()) ? 0 : idle + 10;
    else idle = scrollY === before ? idle + 1 : 0;
  }
  window.scrolled = longest;
})()`;

const OBSERVE_KEYS = `window.keys = [];
new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) if (name === 'keydown' || name === 'keypress') window.keys.push(duration);
}).observe({ type: 'event', durationThreshold: 16 });`;

async function onPage<Result>(
  { browser, origin, slower }: Bench,
  path: string,
  measure: (page: Page, cdp: CDPSession) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
    await page.addInitScript(NOTE_SHOWN);
    await page.goto(`${origin}${path}`);
    return await measure(page, cdp);
  } finally {
    await context.close();
  }
}

async function repeat<Result>({ runs }: Bench, measure: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let run = 0; run < runs; run += 1) results.push(await measure());
  return results;
}

async function median(bench: Bench, measure: () => Promise<number>): Promise<number> {
  return middle(await repeat(bench, measure));
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
