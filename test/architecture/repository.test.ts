import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// The files that git would commit; in a source archive without git, all files.
const files = existsSync('.git') ? listFiles() : [];
const { scripts } = readJson<{ scripts: Record<string, string> }>('package.json');

test.each(['package-lock.json', 'docs/examples/package-lock.json'])('%s names no address of a registry', (path) => {
  const lock = readFileSync(path, 'utf8');

  expect(lock).not.toContain('"resolved": "http');
});

test('no file names a directory of the machine on which it was written', () => {
  const places = /(?<![\w.])\/(?:home|Users|work|root)\/[\w.-]/;

  const tellTale = readTexts().filter(({ text }) => places.test(text));

  expect(tellTale.map(({ path, text }) => `${path}: ${String(places.exec(text)?.[0])}`)).toEqual([]);
});

test('every command in the documents is a script of the package', () => {
  const pages = readTexts().filter(({ path }) => path.endsWith('.md') || path === '.ci/run');

  const unknown = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !(name in scripts))
      .map((name) => `${path}: npm run ${name}`),
  );

  expect(unknown).toEqual([]);
});

test('every file that a document links to exists', () => {
  const dead = readTexts()
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) => findDeadLinks(path, text));

  expect(dead).toEqual([]);
});

test('every file that a script runs exists', () => {
  const named = Object.values(scripts).flatMap((script) => script.match(/\b(?:src|test)\/[\w./-]+\.ts\b/g) ?? []);

  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

function findDeadLinks(path: string, text: string): string[] {
  const base = new URL(path, 'file:///');
  return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
    .map(([, target = '']) => new URL(target, base).pathname.slice(1))
    .filter((target) => !existsSync(target))
    .map((target) => `${path}: ${target}`);
}

function readTexts(): { path: string; text: string }[] {
  return files
    .filter((path) => path !== 'package-lock.json' && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    encoding: 'utf8',
  });
  return output.split('\0').filter((path) => path !== '');
}

function readJson<Shape>(path: string): Shape {
  return JSON.parse(readFileSync(path, 'utf8')) as Shape;
}
