import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { startApp } from '../../src/app/app.ts';
import { readDocumentFiles } from '../../src/app/read-document-files.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { readConfig } from '../../src/config/config.ts';
import { hashDocument } from '../../src/execution/documents/document-id.ts';

const A = '{ posts { totalCount } }';
const B = '{ viewer { id } }';
const hexOf = (text: string) => hashDocument(text).replace('sha256:', '');

function aDirectory(files: Record<string, unknown>): string {
  const directory = mkdtempSync(join(tmpdir(), 'colloquy-documents-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return directory;
}

function failureOf(path: string): string {
  try {
    readDocumentFiles(path);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

test.each([
  ['bare hashes', { [hexOf(A)]: A, [hexOf(B)]: B }],
  ['hashes with their prefix, as GraphQL Code Generator writes them', { [hashDocument(A)]: A, [hashDocument(B)]: B }],
  [
    'a manifest of Apollo’s',
    {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [
        { id: hexOf(A), name: 'A', type: 'query', body: A },
        { id: hexOf(B), name: 'B', type: 'query', body: B },
      ],
    },
  ],
])('a file may be %s', (_what, content) => {
  const file = join(aDirectory({ 'documents.json': content }), 'documents.json');

  expect(readDocumentFiles(file)).toEqual([A, B].map((text) => ({ id: hashDocument(text), text, file })));
});

test('an id may be one that its maker chose, as the MD5 of Relay’s compiler', () => {
  const directory = aDirectory({ 'relay.json': `{"3be4abb81fa595e25eb725b2c6a87508": "${A}", "__proto__": "${B}"}` });

  expect(readDocumentFiles(directory)).toMatchObject([
    { id: '3be4abb81fa595e25eb725b2c6a87508', text: A },
    { id: '__proto__', text: B },
  ]);
});

test('of a directory every .json file is read, in the order of their names', () => {
  const directory = aDirectory({ 'b.json': { b: B }, 'a.json': { a: A }, 'README.md': 'no documents' });
  mkdirSync(join(directory, 'old'));

  expect(readDocumentFiles(directory).map(({ id }) => id)).toEqual(['a', 'b']);
});

test.each([
  ['[]', 'has another form; expected {"<id>": "<document>"} or an Apollo persisted query manifest'],
  ['{"a": 5}', 'has another form'],
  ['{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}', 'has another form'],
  ['{', 'is not JSON'],
  ['{"sha256:abc": "{ a }"}', 'the document "sha256:abc": expected an id such as'],
  ['{"": "{ a }"}', 'the document "": expected an id such as'],
  [`{"${hexOf(A)}": "${B}"}`, `expected the SHA-256 of its text, which is ${hashDocument(B)}; write the file anew`],
])('a file that is %.40s is a fault that names it, and its cure', (content, fault) => {
  const message = failureOf(aDirectory({ 'faulty.json': content }));

  expect(message).toMatch(/^ {2}TRUSTED_DOCUMENTS: \S+faulty\.json/m);
  expect(message).toContain(fault);
});

test('a place that is not there, or holds nothing, is a fault', () => {
  expect(failureOf('/nowhere/documents.json')).toContain('TRUSTED_DOCUMENTS: /nowhere/documents.json cannot be read');
  expect(failureOf(aDirectory({ 'README.md': '' }))).toMatch(/expected a \.json file in \S+, and found none/);
});

test.each([
  [{ 'faulty.json': '{' }, 'is not JSON'],
  [{ 'faulty.json': { mine: '{ nothing }' } }, 'the document mine cannot be executed (line 1, column 3: Cannot query'],
])('the service does not start with a faulty file: %j', async (files, fault) => {
  const directory = aDirectory(files);
  const env = { NODE_ENV: 'test', PORT: '0', DATA_DIR: join(directory, 'data'), TRUSTED_DOCUMENTS: directory };

  const starting = startApp({ config: readConfig(env), logger: pino({ level: 'silent' }) });

  await expect(starting).rejects.toThrow(ConfigError);
  await expect(starting).rejects.toThrow(fault);
});
