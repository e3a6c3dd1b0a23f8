import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const PAGE = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));

/** Puts the figures of a benchmark between its markers in the page. */
export async function fillPage(figures: string, bench = 'bench:live'): Promise<void> {
  const page = replaceBetween(readFileSync(PAGE, 'utf8'), { figures, bench });
  writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}

/** @throws {Error} when the page has no markers. */
export function replaceBetween(page: string, { figures, bench }: { figures: string; bench: string }): string {
  const [opening, closing] = [`<!-- ${bench} begins -->`, `<!-- ${bench} ends -->`];
  const [begin, end] = [page.indexOf(opening), page.indexOf(closing)];
  if (begin === -1 || end < begin) throw new Error(`Expected ${opening} and ${closing} in docs/benchmarks.md.`);
  return `${page.slice(0, begin + opening.length)}\n\n${figures}\n\n${page.slice(end)}`;
}
