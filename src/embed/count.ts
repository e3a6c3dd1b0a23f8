// `<colloquy-count url="…">` and elements with `data-colloquy-count`: the numbers of comments of many pages, in one request for all that
// are there, which the browser repeats only where something has been written since.
const SERVICE = new URL('./', import.meta.url);
const MOST = 100; // addresses that the service takes at once
const NAME = 'data-colloquy-count';

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
    const found = [...document.querySelectorAll<HTMLElement>(`colloquy-count:empty, [${NAME}]:empty`)];
    for (let start = 0; start < found.length; start += MOST)
      void fill(found.slice(start, start + MOST)).catch(reportError);
  });
}

async function fill(elements: readonly HTMLElement[]): Promise<void> {
  const address = new URL('counts', SERVICE);
  for (const element of elements) address.searchParams.append('url', addressOf(element));
  const answer: unknown = await (await fetch(address)).json();
  const counts = typeof answer === 'object' && answer !== null && 'counts' in answer ? answer.counts : null;
  if (!Array.isArray(counts)) return;
  const format = new Intl.NumberFormat(document.documentElement.lang || 'en');
  elements.forEach((element, index) => (element.textContent = format.format(Number(counts[index]))));
}

/** Its own, or that of the link that it is or stands in. */
function addressOf(element: HTMLElement): string {
  const named = element.getAttribute('url') ?? element.getAttribute(NAME);
  const address = named === null || named === '' ? element.closest('a')?.href : named;
  return new URL(address ?? location.href, location.href).href;
}

customElements.define('colloquy-count', ColloquyCount);
fillSoon();
