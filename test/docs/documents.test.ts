import {
  buildSchema,
  extendSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { NoUnusedFragmentsRule } from 'graphql';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/sdk/index.ts';
import { findDocuments, readAllBlocks, readBlocks } from './blocks.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

// Directives that Relay's compiler adds, and removes before it sends a document.
const withRelay = extendSchema(
  schema,
  parse(`
    directive @connection(key: String!, filters: [String!]) on FIELD
    directive @refetchable(queryName: String!) on FRAGMENT_DEFINITION
  `),
);
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

const documents = readAllBlocks().flatMap((block) => findDocuments(block).map((text) => ({ ...block, text })));

test('every GraphQL document in the documentation is valid', () => {
  const faults = documents.flatMap(({ page, text }) =>
    validate(withRelay, parse(text), rules).map(({ message }) => `${page}: ${message}\n${text}`),
  );

  expect(faults).toEqual([]);
  expect([...new Set(documents.map(({ page }) => page))]).toEqual(expect.arrayContaining(['README.md', 'docs/api.md']));
});

test('the Apollo example names the possible types of every interface', () => {
  const types = Object.values(schema.getTypeMap()).filter(isInterfaceType);
  const possible = types.map((type) => [
    type.name,
    schema
      .getPossibleTypes(type)
      .map(({ name }) => name)
      .sort(),
  ]);

  expect(readPossibleTypes()).toEqual(Object.fromEntries(possible));
});

test('the urql example names every type without a key', () => {
  const roots = new Set(['Query', 'Mutation', 'Subscription']);
  const keyless = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !('id' in type.getFields()) && !roots.has(type.name))
    .map(({ name }) => name)
    .filter((name) => !/^__|^PageInfo$|(Connection|Edge)$/.test(name));

  const named = [...readExample('// urql.ts').matchAll(/^ +(\w+): embedded,$/gm)].map(([, name = '']) => name);

  expect(named.sort()).toEqual(keyless.sort());
});

test('the guide lists every error code and every typed error', () => {
  const guide = readFileSync('docs/api.md', 'utf8');
  const typed = schema.getPossibleTypes(requireAbstract('Error')).map(({ name }) => name);
  const rows = [...guide.matchAll(/^\| `(\w+)` +\|(?: `(\w+)` +\|)?/gm)].flatMap(([, first = '', second = '']) => [
    first,
    second,
  ]);

  expect([...ERROR_CODES, ...typed].filter((name) => !rows.includes(name))).toEqual([]);
  expect(rows.filter((name) => /^[A-Z_]+$/.test(name) && !ERROR_CODES.some((code) => code === name))).toEqual([]);
});

test('the example of a registered document names one of the SDK’s', () => {
  const [, id = ''] = /"documentId": "(sha256:\w+)"/.exec(readFileSync('docs/api.md', 'utf8')) ?? [];
  const registered: unknown = JSON.parse(readFileSync('src/sdk/generated/persisted-documents.json', 'utf8'));

  expect(Object.keys(Object(registered))).toContain(id);
});

function readPossibleTypes(): Record<string, string[]> {
  const [, body = ''] = /possibleTypes: \{(.*?)\n {4}\}/s.exec(readExample('// apollo.ts')) ?? [];
  return Object.fromEntries(
    [...body.matchAll(/(\w+): \[(.*?)\]/gs)].map(([, name = '', list = '']) => [
      name,
      [...list.matchAll(/'(\w+)'/g)].map(([, type = '']) => type),
    ]),
  );
}

function readExample(title: string): string {
  return readBlocks('docs/api.md').find(({ text }) => text.startsWith(title))?.text ?? '';
}

function requireAbstract(name: string) {
  const type = schema.getType(name);
  if (!isAbstractType(type)) throw new Error(`${name} has no possible types.`);
  return type;
}
