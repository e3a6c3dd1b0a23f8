import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

const DOCUMENTS = 'test/contract';

// The folders of the agreed documents, if they are available: those that must work, and those that are planned.
const agreed = process.env['CONTRACT_DIR'];
const planned = process.env['CONTRACT_NEXT_DIR'];

test.each(readdirSync(DOCUMENTS))('the client document %s is valid', (name) => {
  const document = parse(readFileSync(join(DOCUMENTS, name), 'utf8'));

  const errors = validate(schema, document);

  expect(errors.map(({ message }) => message)).toEqual([]);
});

test('a document with an unknown field is invalid', () => {
  const document = parse('{ posts { nodes { headline } } }');

  const errors = validate(schema, document);

  expect(errors.map(({ message }) => message)).toEqual(['Cannot query field "headline" on type "Post".']);
});

test.skipIf(agreed === undefined)('every agreed client document is here, unchanged', () => {
  const copies = readDocuments(DOCUMENTS);

  expect(copies).toMatchObject(readDocuments(String(agreed)));
});

test.skipIf(agreed === undefined || planned === undefined)(
  'no copy differs from its agreed or planned original',
  () => {
    const originals = { ...readDocuments(String(planned)), ...readDocuments(String(agreed)) };

    expect(originals).toMatchObject(readDocuments(DOCUMENTS));
  },
);

function readDocuments(directory: string): Record<string, string> {
  const names = readdirSync(directory).filter((name) => name.endsWith('.graphql'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}
