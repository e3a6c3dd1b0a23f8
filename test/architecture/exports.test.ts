import { expect, test } from 'vitest';
import { findUnusedExports } from './exports.ts';
import { parseSourceFile, readSourceFiles } from './source-file.ts';

// Values that only tests import. Each is a part of the start that can be tested without the rest.
const FOR_TESTS = [
  'src/app/demo/demo-commenter.ts: talkInDemo',
  'src/app/serve.ts: createInProcessServer',
  'src/config/limits.ts: LIMITS', // docs/limits.md is compared with them
  'src/config/limits.ts: variableOf',
  'src/sdk/transports/close-codes.ts: toCloseError', // every code of the protocol, without a server for each
  'src/data/database/postgres-pool.ts: requireVersion', // the tests have no old PostgreSQL
];

test('every export is used by another file of the service; types and classes may be used by tests alone', () => {
  const unused = findUnusedExports(readSourceFiles('src'), { tests: readSourceFiles('test') });

  expect(unused.filter((name) => !FOR_TESTS.includes(name))).toEqual([]);
  expect(FOR_TESTS.filter((name) => !unused.includes(name))).toEqual([]);
});

test('the check knows every form of export and of import', () => {
  const text = [
    'export const a = 1, { b, c: [d] } = e;',
    'export function f() {}',
    'export class G {}',
    'export interface H {}',
    'export type I = 1;',
    'const k = 1;',
    'export { k as l };',
    'export type { H as M };',
  ].join('\n');
  const file = parseSourceFile('src/data/all.ts', text);
  const names = ['a', 'b', 'd', 'f', 'G', 'H', 'I', 'l', 'M'].map((name) => `src/data/all.ts: ${name}`);
  const use = (line: string) => parseSourceFile('src/domain/user.ts', line);
  const unusedBeside = (line: string) => findUnusedExports([file, use(line)], { tests: [] });

  expect(findUnusedExports([file], { tests: [] })).toEqual(names);
  expect(unusedBeside("import { a as z, type I } from '../data/all.ts';")).toEqual(
    names.filter((name) => !/: (a|I)$/.test(name)),
  );
  expect(unusedBeside("type T = import('../data/all.ts').H;")).toEqual(names.filter((name) => !name.endsWith(': H')));
  expect(unusedBeside("export { f } from '../data/all.ts';")).toEqual([
    ...names.filter((name) => !name.endsWith(': f')),
    'src/domain/user.ts: f',
  ]);
  expect(unusedBeside("import * as all from '../data/all.ts';")).toEqual([]);
  expect(unusedBeside("const all = await import('../data/all.ts');")).toEqual([]);
});

test('the check counts imports in tests as uses of types and classes, and not of other values', () => {
  const file = parseSourceFile('src/data/all.ts', 'export interface H {}\nexport class G {}\nexport const a = 1;');
  const tests = [parseSourceFile('test/data/all.test.ts', "import { a, G, type H } from '../../src/data/all.ts';")];

  expect(findUnusedExports([file], { tests })).toEqual(['src/data/all.ts: a']);
});
