import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PAGES = [...readdirSync('.'), ...readdirSync('docs').map((name) => `docs/${name}`), 'src/sdk/README.md'].filter(
  (name) => name.endsWith('.md'),
);

test('every link to a heading leads to one that exists', () => {
  const links = PAGES.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].map(([, target = '', anchor = '']) => ({
      page,
      target: target === '' ? page : new URL(target, new URL(page, 'file:///')).pathname.slice(1),
      anchor,
    })),
  );

  expect(links.length).toBeGreaterThan(0);
  expect(links.filter(({ target, anchor }) => !existsSync(target) || !anchorsOf(target).includes(anchor))).toEqual([]);
});

/** The anchors that GitHub and others make of headings. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function read(page: string): string {
  return readFileSync(page, 'utf8');
}
