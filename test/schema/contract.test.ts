import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

const DOCUMENTS = 'test/contract';

// Where the documents were agreed, if that place is at hand: the copies here must be the same to the byte.
const origin = process.env['CONTRACT_DIR'];

test.each(readdirSync(DOCUMENTS))('the client document %s is valid', (name) => {
  const document = parse(readFileSync(join(DOCUMENTS, name), 'utf8'));

  const errors = validate(schema, document);

  expect(errors.map(({ message }) => message)).toEqual([]);
});

test('a document that names what is not there is not valid', () => {
  const document = parse('{ posts { nodes { headline } } }');

  const errors = validate(schema, document);

  expect(errors.map(({ message }) => message)).toEqual(['Cannot query field "headline" on type "Post".']);
});

test.skipIf(origin === undefined)('the client documents are those that were agreed', () => {
  const agreed = readDocuments(String(origin));

  expect(readDocuments(DOCUMENTS)).toEqual(agreed);
});

function readDocuments(directory: string): Record<string, string> {
  const names = readdirSync(directory).filter((name) => name.endsWith('.graphql'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}
