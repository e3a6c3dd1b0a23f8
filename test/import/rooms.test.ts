import { expect, test } from 'vitest';
import { readSourceFiles } from '../architecture/source-file.ts';

const files = readSourceFiles('src/import');

/** The files below one folder of `src/import` that import from another, as `file imports file`. */
function findImports(from: RegExp, target: RegExp): string[] {
  return files
    .filter(({ path }) => from.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((name) => target.test(name)).map((name) => `${path} imports ${name}`),
    );
}

test('an import runs one way: read, convert, write', () => {
  expect(findImports(/\/wordpress\/read\//, /\/(convert|write)\//)).toEqual([]);
  expect(findImports(/\/convert\//, /\/write\//)).toEqual([]);
});

const FORMATS = ['wordpress', 'disqus', 'remark42', 'commento', 'isso', 'coral', 'colloquy'];

test.each(FORMATS)('what the formats share, and the other formats, do not know %s', (format) => {
  const [elsewhere, own] = [`^src/import/(?!${format}/)`, `^src/import/${format}/`].map(
    (pattern) => new RegExp(pattern),
  );
  expect(elsewhere && own && findImports(elsewhere, own)).toEqual([]);
});

test('a format reads and converts; it never sees how rows are written', () => {
  expect(findImports(/\/wordpress\//, /\/write\/|^src\/data\/|^pg$/)).toEqual([]);
});

test('the search finds imports that are there', () => {
  expect(findImports(/\/wordpress\//, /\/html\/html-to-markdown\.ts$/)).not.toEqual([]);
  expect(findImports(/\/import-files\.ts$/, /\/write\//)).not.toEqual([]);
});
