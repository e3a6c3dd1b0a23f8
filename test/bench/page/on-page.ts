import type { Browser, CDPSession, Page } from 'playwright-core';

/** What is measured on, and how often. */
export interface Bench {
  readonly browser: Browser;
  readonly origin: string;
  /** How many times the processor is throttled. */
  readonly slower: number;
  readonly runs: number;
  readonly comments: number;
}

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly asked: string;
  readonly ours: string;
  readonly plain: string;
}

/** A measurement that takes longer has failed. */
export const LONGEST = 1_200_000; // 20 minutes

/** Where the comments of a page stand: in the element's shadow root, or in the document. */
export const ROOT = `(document.querySelector('colloquy-discussion')?.shadowRoot ?? document)`;

interface Opened {
  readonly page: Page;
  readonly cdp: CDPSession;
}

/** Opens a page as on a telephone with a throttled processor, measures, and closes it. */
export async function onPage<Result>(
  { browser, origin, slower }: Bench,
  { path, script = '', height = 844 }: { readonly path: string; readonly script?: string; readonly height?: number },
  measure: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 390, height } });
  context.setDefaultTimeout(LONGEST);
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
    await page.addInitScript(script);
    await page.goto(`${origin}${path}`);
    return await inTime(measure({ page, cdp }), path);
  } finally {
    await context.close();
  }
}

/** A page that no longer answers leaves a promise that never settles. */
async function inTime<Result>(measured: Promise<Result>, path: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Expected ${path} within ${LONGEST} ms.`)), LONGEST);
  });
  try {
    return await Promise.race([measured, late]);
  } finally {
    clearTimeout(timer);
  }
}

export async function repeat<Result>({ runs }: Bench, measure: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let run = 0; run < runs; run += 1) results.push(await measure());
  return results;
}
