import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CODE_ROOT, findPackageRoot, PACKAGE_ROOT } from '../../src/config/package-root.ts';

test('the package is found from its source', () => {
  expect(PACKAGE_ROOT).toBe(resolve('.'));
  expect(CODE_ROOT).toBe(resolve('src'));
});

test('it is found from any depth, past the manifests of other packages', () => {
  const root = mkdtempSync(join(tmpdir(), 'colloquy-root-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const deep = join(root, 'dist/sdk/a/b');
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "name": "colloquy" }');
  writeFileSync(join(root, 'dist/sdk/package.json'), '{ "type": "module" }');

  expect(findPackageRoot(deep)).toBe(root);
});

test('a place outside of it is said', () => {
  expect(() => findPackageRoot(tmpdir())).toThrow(`Expected ${tmpdir()} to be inside the package "colloquy".`);
});
