import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const PAGE = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));
const [BEGIN, END] = ['<!-- bench:live begins -->', '<!-- bench:live ends -->'];

/** Puts the figures between the markers of the page. */
export async function fillPage(figures: string): Promise<void> {
  const page = replaceBetween(readFileSync(PAGE, 'utf8'), figures);
  writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}

/** @throws {Error} when the page has no markers. */
export function replaceBetween(page: string, figures: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`Expected ${BEGIN} and ${END} in docs/benchmarks.md.`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${figures}\n\n${page.slice(end)}`;
}
