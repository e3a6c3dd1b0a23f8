import { LONGEST, onPage, repeat, ROOT, type Bench, type Row } from './on-page.ts';
import { median } from '../shared/statistics.ts';

/** What the page itself tells. */
interface Told {
  readonly ms: number;
  readonly requests: number;
}

// Pixels: 100 comments fit on it, as only those near the screen are drawn.
const TALL = 32_000;

/** From the arrival of the script, or of the plain page, to the frame at which 100 comments stand in the document. */
export async function measureFirst(bench: Bench): Promise<Row[]> {
  const measure = async (path: string) =>
    await onPage(bench, { path, script: NOTE_SHOWN, height: TALL }, async ({ page }) => {
      await page.waitForFunction('window.shownAt !== undefined', null, { timeout: LONGEST, polling: 100 });
      return await page.evaluate<Told>('({ ms: window.shownAt - window.arrivedAt(), requests: window.requests })');
    });
  const ours = await repeat(bench, async () => await measure('/ours'));
  const plain = await repeat(bench, async () => await measure('/plain-page'));
  return [
    {
      what: '100 comments after the script, ms',
      asked: '≤ 1,000',
      ours: median(ours.map(({ ms }) => ms)).toFixed(0),
      plain: median(plain.map(({ ms }) => ms)).toFixed(0),
    },
    {
      what: 'requests before the first comment is seen',
      asked: '≤ 3',
      ours: String(Math.max(...ours.map(({ requests }) => requests))),
      plain: String(Math.max(...plain.map(({ requests }) => requests))),
    },
  ];
}

/** Notes the frame at which 100 comments have been drawn. */
const NOTE_SHOWN = `(() => {
  window.arrivedAt = () => {
    const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/embed.js'));
    return (script ?? performance.getEntriesByType('navigation')[0]).responseEnd;
  };
  const drawn = new Set();
  const look = () => {
    for (const { id } of document.body === null ? [] : ${ROOT}.querySelectorAll('.comment')) drawn.add(id);
    if (drawn.size > 0) window.requests ??= performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType !== 'img').length;
    if (drawn.size >= 100) window.shownAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})()`;
