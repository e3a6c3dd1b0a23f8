// docs/embed.md lists what the element takes and offers; its source has the same, and nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const EMBED = 'src/embed';
const page = readFileSync('docs/embed.md', 'utf8');
// The desk is a page of ours, not an element for others.
const files = readdirSync(EMBED, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.startsWith('desk'),
);
const source = files.map((name) => readFileSync(`${EMBED}/${name}`, 'utf8')).join('\n');
const memory = readFileSync(`${EMBED}/model/memory.ts`, 'utf8');

test.each([
  [
    'Attributes',
    [
      ...find(/(?:etAttribute|attribute)\('([a-z-]+)'\)/g).filter((name) => !name.includes('colloquy')),
      ...find(/:host\(\[([a-z-]+)=/g),
      ...find(/closest<HTMLElement>\('\[([a-z]+)\]'\)/g),
    ],
  ],
  ['Events', find(/'(colloquy-[a-z-]+)': CustomEvent/g)],
  [
    'Looks',
    [...find(/var\((--colloquy-[a-z-]+)/g), ...find(/\bpart="([a-z ]+)"/g).flatMap((names) => names.split(' '))],
  ],
  ['What the browser keeps', find(/(?:read|keep|keepText)\([`']([a-z]+)[:'`]/g, memory)],
])('the tables of "%s" name what is in the source', (heading, named) => {
  expect(readTables(heading)).toEqual([...new Set(named)].sort());
});

function find(pattern: RegExp, text = source): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** The first cells of the tables of a section. */
function readTables(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name).sort();
}
