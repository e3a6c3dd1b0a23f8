import { expect, test } from 'vitest';
import { parseSourceFile, readSourceFiles } from './source-file.ts';
import { countLines, findCrowdedRooms, findLongFiles, findMisnamedFiles, readsEnvironment } from './style.ts';

const service = readSourceFiles('src');
const everything = [...service, ...readSourceFiles('test')];

test('no file of the service is longer than 200 lines, except for the texts of the demo', () => {
  expect(findLongFiles(service)).toEqual([]);
});

test('no folder of the service has more than 20 files of its own', () => {
  expect(findCrowdedRooms(service)).toEqual([]);
});

test('files have kebab-case names, and none collects leftovers or re-exports', () => {
  expect(findMisnamedFiles(everything)).toEqual([]);
});

test('the environment is read only by the entry points and the configuration', () => {
  const readers = service.filter(readsEnvironment).map(({ path }) => path);

  expect(readers.filter((path) => !/^src\/(main\.ts|cli\/|config\/)/.test(path))).toEqual([]);
});

test('the checks find what they look for', () => {
  const long = parseSourceFile('src/data/log.ts', 'export {};\n'.repeat(201));
  const misnamed = ['src/data/postRows.ts', 'src/data/index.ts', 'src/data/utils.ts', 'src/data/post-helpers.ts'];

  expect(countLines(long)).toBe(201);
  expect(findLongFiles([long])).toEqual(['src/data/log.ts: 201 lines']);
  expect(findCrowdedRooms(Array.from({ length: 21 }, () => long))).toEqual(['src/data: 21 files']);
  expect(findMisnamedFiles(misnamed.map((path) => parseSourceFile(path, '')))).toEqual(misnamed);
  expect(readsEnvironment(parseSourceFile('src/data/log.ts', "const url = process.env['DATABASE_URL'];"))).toBe(true);
  expect(readsEnvironment(parseSourceFile('src/data/log.ts', "import { env } from 'node:process';"))).toBe(true);
  expect(readsEnvironment(parseSourceFile('src/data/log.ts', '// process.env is not for us'))).toBe(false);
});
