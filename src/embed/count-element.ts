// `<colloquy-count url="…">` and elements with `data-colloquy-count`: the numbers of comments of many pages, in one request for all that
// are there, which the browser repeats only where something has been written since.
import { findService } from './find-service.ts';

const MOST = 100; // addresses that the service takes at once
const TAG = 'colloquy-count';
const ATTRIBUTE = 'data-colloquy-count';
const SERVICE = 'data-colloquy-service';

/**
 * Makes `<colloquy-count>` known to the page, unless it is, and fills in what is there. Does nothing where there are no elements.
 *
 * @param origin the service of elements that stand in none with `data-colloquy-service`; null where they need it.
 */
export function defineCount(origin: URL | null): void {
  if (typeof customElements === 'undefined' || customElements.get(TAG) !== undefined) return;
  let isDue = false;

  /** Shows how many comments the page at `url` has. */
  class ColloquyCount extends HTMLElement {
    connectedCallback(): void {
      fillSoon();
    }
  }

  function fillSoon(): void {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      for (const [service, elements] of groupByService(origin)) {
        for (let start = 0; start < elements.length; start += MOST)
          void fill(elements.slice(start, start + MOST), service).catch(reportError);
      }
    });
  }

  customElements.define(TAG, ColloquyCount);
  fillSoon();
}

function groupByService(origin: URL | null): ReadonlyMap<string, HTMLElement[]> {
  const groups = new Map<string, HTMLElement[]>();
  for (const element of document.querySelectorAll<HTMLElement>(`${TAG}:empty, [${ATTRIBUTE}]:empty`)) {
    const service = findService(element.closest(`[${SERVICE}]`)?.getAttribute(SERVICE), origin);
    if (service === null)
      reportError(new Error(`A count needs the address of its service: ${SERVICE}="https://talk.example.org"`));
    else groups.set(service.href, [...(groups.get(service.href) ?? []), element]);
  }
  return groups;
}

async function fill(elements: readonly HTMLElement[], service: string): Promise<void> {
  const address = new URL('counts', service);
  for (const element of elements) address.searchParams.append('url', addressOf(element));
  const answer: unknown = await (await fetch(address)).json();
  const counts = typeof answer === 'object' && answer !== null && 'counts' in answer ? answer.counts : null;
  if (!Array.isArray(counts)) return;
  const format = new Intl.NumberFormat(document.documentElement.lang || 'en');
  elements.forEach((element, index) => (element.textContent = format.format(Number(counts[index]))));
}

/** Its own, or that of the link that it is or stands in. */
function addressOf(element: HTMLElement): string {
  const named = element.getAttribute('url') ?? element.getAttribute(ATTRIBUTE);
  const address = named === null || named === '' ? element.closest('a')?.href : named;
  return new URL(address ?? location.href, location.href).href;
}
